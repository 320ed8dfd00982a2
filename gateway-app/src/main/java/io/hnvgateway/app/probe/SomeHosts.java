package io.hnvgateway.app.probe;

import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.packet.IpAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A few hosts of those that lookup records name.
record SomeHosts(ProbedGateway gateway) {
    private static final int FEW = 4;

    List<IpAddress> get() {
        Set<IpAddress> hosts = new LinkedHashSet<>();
        gateway.forEachRecord((_, lookup) -> {
            if (lookup.rule() == LookupRecord.Rule.ENCAPSULATION) {
                hosts.add(lookup.providerAddress());
            }
            return hosts.size() < FEW;
        });
        return List.copyOf(hosts);
    }
}
