package io.hnvgateway.app.view;

import io.hnvgateway.app.control.Rows;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.packet.IpAddress;
import java.util.List;

/// Lookup records of compartments.
final class RecordRows {
    private RecordRows() {}

    static List<Rows.LookupRecord> of(List<Compartment> compartments) {
        return compartments.stream()
                .flatMap(c -> c.records().records().stream().map(r -> row(c, r)))
                .toList();
    }

    private static Rows.LookupRecord row(Compartment compartment, LookupRecord lookup) {
        IpAddress address = lookup.customerAddress();
        return new Rows.LookupRecord(
                compartment.identity().name(),
                lookup.name(),
                address == null ? "" : address.toString(),
                lookup.vsid().value(),
                lookup.mac().toString(),
                lookup.providerAddress().toString());
    }
}
