package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupRecord.Kind;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.packet.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a network's lookup records decide beyond where one VM is: which way a packet takes. Equal
/// ones take no flow another way, wherever the VMs move.
///
/// @param nextHops customer addresses of records that routes lead through: such a route is in force
///   as long as the record is there
/// @param rewritten customer addresses of VMs with IP rewrite, whose packets are changed otherwise
/// @param wildcards ways for addresses that no record names
/// @param named all customer addresses that records name, where there is such a way
record RecordDecisions(
        Set<IpAddress> nextHops,
        Set<IpAddress> rewritten,
        List<LookupRecord> wildcards,
        Set<IpAddress> named) {

    static RecordDecisions of(TenantNetwork network) {
        Set<IpAddress> hops = new HashSet<>();
        for (Route route : network.routes()) {
            if (route.nextHop() instanceof NextHop.Via(IpAddress hop)) {
                hops.add(hop);
            }
        }
        Set<IpAddress> named = new HashSet<>();
        Set<IpAddress> rewritten = new HashSet<>();
        for (LookupRecord lookup : network.lookupRecords()) {
            IpAddress address = lookup.customerAddress();
            if (address != null && lookup.namesCustomerAddress()) {
                (lookup.rule() == Rule.NAT ? rewritten : named).add(address);
            }
        }
        List<LookupRecord> wildcards =
                network.lookupRecords().stream()
                        .filter(l -> l.kind() == Kind.GATEWAY_WILDCARD)
                        .toList();
        return new RecordDecisions(
                hops.stream().filter(named::contains).collect(Collectors.toUnmodifiableSet()),
                rewritten,
                wildcards,
                wildcards.isEmpty() ? Set.of() : named);
    }
}
