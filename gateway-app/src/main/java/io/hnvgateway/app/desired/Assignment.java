package io.hnvgateway.app.desired;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;

/// Fills in what the gateway assigns: routing domains, virtual subnet ids, dynamic public addresses
/// and its own addresses. What was assigned before stays, as long as nobody asks for it by name.
final class Assignment {
    private final Map<String, VirtualNetwork> previousNetworks = new HashMap<>();
    private final Map<String, Integer> previousIds = new HashMap<>();
    private final Set<Integer> takenIds = new HashSet<>();
    private final IntPredicate takenElsewhere;
    private final PublicAddressPool pool;
    private final List<Fault> faults = new ArrayList<>();
    private int nextId = Subnet.MIN_VIRTUAL_SUBNET_ID;

    private Assignment(
            DesiredState wanted,
            DesiredState previous,
            IntPredicate takenElsewhere,
            PublicAddressPool pool) {
        this.takenElsewhere = takenElsewhere;
        this.pool = pool;
        for (VirtualNetwork network : previous.virtualNetworks()) {
            previousNetworks.put(lower(network.resourceId()), network);
            for (Subnet subnet : network.subnets()) {
                if (subnet.virtualSubnetId() != null) {
                    previousIds.put(key(network, subnet), subnet.virtualSubnetId());
                }
            }
        }
        for (VirtualNetwork network : wanted.virtualNetworks()) {
            for (Subnet subnet : network.subnets()) {
                if (subnet.virtualSubnetId() != null) {
                    takenIds.add(subnet.virtualSubnetId());
                }
            }
        }
    }

    static Assigned assign(DesiredState wanted, DesiredState previous, PublicAddressPool pool) {
        return assign(wanted, previous, DesiredState.EMPTY, _ -> false, pool);
    }

    /// The same for a part of a state.
    ///
    /// @param beside the tenants of `wanted` as they are in effect
    /// @param takenElsewhere virtual subnet ids of what is in neither `wanted` nor `previous`
    static Assigned assign(
            DesiredState wanted,
            DesiredState previous,
            DesiredState beside,
            IntPredicate takenElsewhere,
            PublicAddressPool pool) {
        Assignment assignment = new Assignment(wanted, previous, takenElsewhere, pool);
        DesiredState state =
                wanted.withVirtualNetworks(assignment.networks(wanted.virtualNetworks()))
                        .withPublicIPAddresses(
                                assignment.pool.assign(
                                        wanted.publicIPAddresses(),
                                        previous.publicIPAddresses(),
                                        assignment.faults));
        return new Assigned(assignment.withAddresses(state, previous, beside), assignment.faults);
    }

    private DesiredState withAddresses(
            DesiredState wanted, DesiredState previous, DesiredState beside) {
        if (wanted.virtualGateways().stream().noneMatch(GatewayAddressing::isNeeded)) {
            return wanted;
        }
        Map<String, VirtualGateway> before = new HashMap<>();
        previous.virtualGateways().forEach(g -> before.put(lower(g.resourceId()), g));
        GatewayAddressing addressing = new GatewayAddressing(wanted, beside, faults);
        return wanted.withVirtualGateways(
                wanted.virtualGateways().stream()
                        .map(g -> addressing.complete(g, before.get(lower(g.resourceId()))))
                        .toList());
    }

    /// Kept ids first, so that a new subnet never takes one of them.
    private List<VirtualNetwork> networks(List<VirtualNetwork> wanted) {
        List<VirtualNetwork> kept = wanted.stream().map(this::keep).toList();
        return kept.stream().map(this::complete).toList();
    }

    private VirtualNetwork keep(VirtualNetwork network) {
        List<Subnet> subnets = new ArrayList<>();
        for (Subnet subnet : network.subnets()) {
            Integer before = previousIds.get(key(network, subnet));
            if (subnet.virtualSubnetId() == null && before != null && take(before)) {
                subnets.add(subnet.withVirtualSubnetId(before));
            } else {
                subnets.add(subnet);
            }
        }
        return network.with(domain(network), subnets);
    }

    private VirtualNetwork complete(VirtualNetwork network) {
        List<Subnet> subnets = new ArrayList<>();
        for (Subnet subnet : network.subnets()) {
            subnets.add(
                    subnet.virtualSubnetId() == null
                            ? subnet.withVirtualSubnetId(freeId())
                            : subnet);
        }
        return network.with(domain(network), subnets);
    }

    private int freeId() {
        while (!take(nextId)) {
            nextId++;
        }
        return nextId;
    }

    private boolean take(int id) {
        return !takenElsewhere.test(id) && takenIds.add(id);
    }

    /// Without one before: derived from the network's id, so that a gateway that lost its state
    /// assigns the same.
    private UUID domain(VirtualNetwork network) {
        if (network.routingDomainId() != null) {
            return network.routingDomainId();
        }
        VirtualNetwork before = previousNetworks.get(lower(network.resourceId()));
        if (before != null && before.routingDomainId() != null) {
            return before.routingDomainId();
        }
        String name = "hnv-gateway/virtualNetworks/" + lower(network.resourceId());
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(VirtualNetwork network, Subnet subnet) {
        return lower(network.resourceId()) + "/" + lower(subnet.resourceId());
    }

    private static String lower(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    /// The completed state, or why it could not be completed.
    record Assigned(DesiredState state, List<Fault> faults) {}
}
