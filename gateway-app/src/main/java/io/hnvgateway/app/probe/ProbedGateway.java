package io.hnvgateway.app.probe;

import io.hnvgateway.app.bgp.TenantRouting;
import io.hnvgateway.app.compile.InterfaceAddress;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.dataplane.netlink.KernelMirror;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.connection.ConnectionString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/// What probes know of the gateway that they are of.
///
/// @param plans its links by index
/// @param workers run; the first one asks VMs
public record ProbedGateway(
        ConnectionString connection,
        GatewayCore core,
        KernelMirror mirror,
        List<PortPlan> plans,
        List<Worker> workers,
        TenantRouting routing) {

    public ProbedGateway {
        plans = List.copyOf(plans);
        workers = List.copyOf(workers);
    }

    Underlay underlay() {
        return core.compiler().underlay();
    }

    KernelState kernel() {
        return mirror.state();
    }

    /// The gateway's provider addresses.
    public List<io.hnvgateway.provider.value.IpAddress> ownProviderAddresses() {
        return underlay().providerAddresses().stream().map(Convert::address).sorted().toList();
    }

    /// As the connection string names it.
    static String name(PortPlan plan) {
        return plan.isTagged() ? plan.device() + "." + plan.vlan() : plan.device();
    }

    /// A link of the gateway's and an address that it has there.
    record Way(PortPlan plan, PortLink link, IpAddress own) {}

    /// The back-end links with their provider addresses.
    List<Way> providerWays() {
        Underlay underlay = underlay();
        List<Way> ways = new ArrayList<>();
        for (PortPlan plan : plans) {
            PortLink link = underlay.links().get(plan.index());
            if (plan.backEnd() && link != null) {
                link.addresses().stream()
                        .map(InterfaceAddress::address)
                        .filter(underlay.providerAddresses()::contains)
                        .forEach(own -> ways.add(new Way(plan, link, own)));
            }
        }
        return ways;
    }

    /// Calls `each` for every lookup record in force, until it has enough.
    void forEachRecord(BiPredicate<Compartment, LookupRecord> each) {
        var _ =
                compartments()
                        .allMatch(compartment ->
                                compartment.records().records().stream()
                                        .allMatch(lookup -> each.test(compartment, lookup)));
    }

    /// The largest packet that a VM gets; 0: it gets none.
    int mtuBytes(Compartment compartment, LookupRecord lookup) {
        IpAddress vm = lookup.customerAddress();
        int at = vm == null ? LookupTable.NONE : compartment.records().find(vm.high(), vm.low());
        int slot = at == LookupTable.NONE ? 0 : compartment.records().egressAdjacency(at);
        return slot == 0 ? 0 : core.adjacencies().mtuBytes(slot);
    }

    /// Those in force.
    Stream<Compartment> compartments() {
        return core.compiler().published().get().forwarding().compartments().stream();
    }
}
