package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.AnnouncedAddresses;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.nat.NatSnapshot;
import io.hnvgateway.packet.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All compiled networks, and the parts of a snapshot that they make up: a change of one network
/// costs what that one is in each of them. Owner: whoever holds the compiler's lock.
final class NetworkBook {
    private final Map<RoutingDomainId, CompiledNetwork> networks = new LinkedHashMap<>();
    private final OwnerBook owners = new OwnerBook();
    private PagedArray<Compartment> compartments = PagedArray.empty();
    private PersistentTable vsids = PersistentTable.EMPTY;
    private PersistentTable rewriteAddresses = PersistentTable.EMPTY;
    private NatSnapshot nat = NatSnapshot.EMPTY;
    private int slots;

    /// A network before and after a change; null: there is none.
    record Swap(@Nullable CompiledNetwork before, @Nullable CompiledNetwork after) {
        boolean keepsClaims() {
            return before != null && after != null && after.claimsAs(before);
        }
    }

    /// What one change writes to.
    private record Editors(
            PersistentTable.Editor vsids,
            PersistentTable.Editor rewriteAddresses,
            Map<Integer, @Nullable NatPolicy> policies) {}

    @Nullable CompiledNetwork get(RoutingDomainId rdid) {
        return networks.get(rdid);
    }

    Collection<CompiledNetwork> networks() {
        return networks.values();
    }

    OwnerBook owners() {
        return owners;
    }

    PagedArray<Compartment> compartments() {
        return compartments;
    }

    PersistentTable vsids() {
        return vsids;
    }

    /// Provider addresses of VMs with IP rewrite → compartment index.
    PersistentTable rewriteAddresses() {
        return rewriteAddresses;
    }

    /// Hosts' provider addresses: those of lookup records, but not of VMs' own by IP rewrite, and
    /// those named as such.
    AnnouncedAddresses announced(Map<IpAddress, Integer> namedHosts) {
        PersistentTable hosts = owners.hosts();
        PersistentTable rewrites = rewriteAddresses;
        IpTable named = IpTable.of(namedHosts);
        return (high, low) ->
                (hosts.get(high, low) != PersistentTable.ABSENT
                                && rewrites.get(high, low) == PersistentTable.ABSENT)
                        || named.get(high, low) != 0;
    }

    NatSnapshot nat() {
        return nat;
    }

    /// Adjacency slots that all networks need at most.
    int slots() {
        return slots;
    }

    /// What one network gives up, another may take over in the same change: all leave first. Who
    /// claims what he claimed stays where he is.
    void swap(List<Swap> swaps) {
        Editors editors = new Editors(vsids.edit(), rewriteAddresses.edit(), new HashMap<>());
        for (Swap swap : swaps) {
            if (swap.before != null && !swap.keepsClaims()) {
                remove(swap.before, editors);
            }
        }
        for (Swap swap : swaps) {
            if (swap.before != null && swap.after != null && swap.keepsClaims()) {
                replace(swap.before, swap.after, editors);
            } else if (swap.after != null) {
                add(swap.after, editors);
            }
        }
        vsids = editors.vsids.build();
        rewriteAddresses = editors.rewriteAddresses.build();
        nat = nat.with(editors.policies);
    }

    private void replace(CompiledNetwork before, CompiledNetwork after, Editors editors) {
        int index = after.compartment().index();
        networks.put(after.source().rdid(), after);
        owners.replaceHosts(before, after);
        compartments = compartments.with(index, after.compartment());
        if (after.nat() != before.nat()) {
            editors.policies.put(index, after.nat());
        }
        slots += CompiledNetwork.slots(after.source()) - CompiledNetwork.slots(before.source());
    }

    private void remove(CompiledNetwork network, Editors editors) {
        int index = network.compartment().index();
        networks.remove(network.source().rdid());
        owners.remove(network);
        compartments = compartments.with(index, null);
        network.source()
                .subnets()
                .forEach(s -> editors.vsids.put(0, s.vsid().value(), PersistentTable.ABSENT));
        for (IpAddress address : network.compartment().records().rewriteAddresses()) {
            editors.rewriteAddresses.put(address.high(), address.low(), PersistentTable.ABSENT);
        }
        editors.policies.put(index, null);
        slots -= CompiledNetwork.slots(network.source());
    }

    private void add(CompiledNetwork network, Editors editors) {
        int index = network.compartment().index();
        networks.put(network.source().rdid(), network);
        owners.add(network);
        compartments = compartments.with(index, network.compartment());
        network.source().subnets().forEach(s -> editors.vsids.put(0, s.vsid().value(), index));
        for (IpAddress address : network.compartment().records().rewriteAddresses()) {
            editors.rewriteAddresses.put(address.high(), address.low(), index);
        }
        editors.policies.put(index, network.nat());
        slots += CompiledNetwork.slots(network.source());
    }
}
