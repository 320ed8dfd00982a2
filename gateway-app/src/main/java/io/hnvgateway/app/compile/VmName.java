package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/// What names an adjacency slot within a compartment: a VM as it appears in one virtual subnet, by
/// its customer address, or by its MAC address while that is not known.
///
/// @param mac 0 where the customer address is known
public record VmName(@Nullable IpAddress customerAddress, long mac, int vsid, Rule rule) {
    static VmName of(LookupRecord lookup, int vsid) {
        return lookup.namesCustomerAddress()
                ? new VmName(lookup.customerAddress(), 0, vsid, lookup.rule())
                : new VmName(null, lookup.mac().bits(), vsid, lookup.rule());
    }
}
