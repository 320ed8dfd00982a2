package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.ForwardingTarget;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.pipeline.GatewaySnapshot;
import io.hnvgateway.app.pipeline.PublishedSnapshot;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.IntTable;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.nat.NatSnapshot;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.Generations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Compiles and publishes snapshots: for new desired state, and when the kernel's interfaces,
/// addresses or routes change. Unchanged input makes no new generation. Any thread; one at a time.
public final class SnapshotCompiler implements ForwardingTarget {
    private final CompilerTables tables;
    private final List<PortPlan> ports;
    private final UnderlayOptions options;
    private final Consumer<SteeringPolicy> steering;
    private final CompartmentRegistry registry;
    private final AdjacencyBook adjacencies;
    private final PublishedSnapshot published;
    private final int frontEndIngress;

    /// Compartments whose flows must be decided anew, also those of a change that steering refused.
    private final Set<Integer> inDoubt = new HashSet<>();

    private Underlay underlay;
    private Map<RoutingDomainId, CompiledNetwork> networks = Map.of();

    /// Tables that the compiler writes and workers read.
    public record CompilerTables(
            AdjacencyTable adjacencies, NeighborTable neighbors, Generations generations) {}

    /// Builds a compiler and its first snapshot, that of a gateway without tenants.
    ///
    /// @param steering told of what the gateway takes for itself, before workers know of it
    public SnapshotCompiler(
            CompilerTables tables,
            List<PortPlan> ports,
            UnderlayOptions options,
            KernelState kernel,
            Consumer<SteeringPolicy> steering) {
        this.tables = tables;
        this.ports = List.copyOf(ports);
        this.options = options;
        this.steering = steering;
        registry = new CompartmentRegistry(tables.generations.capacity());
        adjacencies = new AdjacencyBook(tables.adjacencies);
        frontEndIngress = frontEndAdjacency(tables.adjacencies);
        underlay = UnderlayReader.read(kernel, this.ports, options);
        describeLinks();
        published = new PublishedSnapshot(snapshot(0, NextHopGroups.EMPTY));
    }

    private static int frontEndAdjacency(AdjacencyTable table) {
        Adjacency any = new Adjacency();
        any.kind = Adjacency.FRONT_END;
        int slot = table.allocate();
        table.write(slot, any);
        return slot;
    }

    /// Where workers find the snapshot in force.
    public PublishedSnapshot published() {
        return published;
    }

    /// The underlay in force.
    public synchronized Underlay underlay() {
        return underlay;
    }

    /// Reads the kernel's state as this gateway would split it.
    public static Underlay preview(
            KernelState kernel, List<PortPlan> ports, UnderlayOptions options) {
        return UnderlayReader.read(kernel, ports, options);
    }

    /// What the gateway takes for itself before it has a tenant.
    public static SteeringPolicy emptySteering(Underlay underlay, List<PortPlan> ports) {
        return SteeringCompiler.compile(underlay, ports, List.of());
    }

    @Override
    public synchronized Publication prepare(List<TenantNetwork> wanted) {
        int slots =
                wanted.stream()
                        .mapToInt(
                                n -> n.lookupRecords().size() * (1 + n.gatewayInterfaces().size()))
                        .sum();
        if (wanted.size() > registry.capacity() || slots > tables.adjacencies.capacity() / 2) {
            throw new IllegalStateException(
                    "%d networks with %d adjacencies: the gateway has room for %d and %d"
                            .formatted(
                                    wanted.size(),
                                    slots,
                                    registry.capacity(),
                                    tables.adjacencies.capacity() / 2));
        }
        return () -> publish(wanted);
    }

    private synchronized void publish(List<TenantNetwork> wanted) {
        Map<RoutingDomainId, CompiledNetwork> before = networks;
        NetworkCompiler compiler = compiler();
        Map<RoutingDomainId, CompiledNetwork> after = new LinkedHashMap<>();
        List<Integer> decidedAnew = new ArrayList<>();
        for (TenantNetwork network : wanted) {
            CompiledNetwork old = before.get(network.rdid());
            CompiledNetwork now = compile(compiler, network, old);
            after.put(network.rdid(), now);
            if (old == null || !old.decidesAs(network)) {
                decidedAnew.add(now.compartment().index());
            }
        }
        networks = after;
        before.forEach((rdid, old) -> forgetUnless(after.containsKey(rdid), old, decidedAnew));
        registry.retain(after.keySet());
        distribute(decidedAnew);
    }

    private void forgetUnless(boolean kept, CompiledNetwork old, List<Integer> decidedAnew) {
        if (!kept) {
            adjacencies.forget(old.compartment().index());
            decidedAnew.add(old.compartment().index());
        }
    }

    private CompiledNetwork compile(
            NetworkCompiler compiler, TenantNetwork network, @Nullable CompiledNetwork old) {
        if (old != null && old.source().equals(network)) {
            return old;
        }
        CompartmentRegistry.Entry entry = registry.entry(network.rdid());
        boolean anew = old == null || !old.decidesAs(network);
        int generation = tables.generations.get(entry.index()) + (anew ? 1 : 0);
        Compartment compartment =
                compiler.compile(
                        network, entry, generation, old == null ? null : old.compartment());
        NatPolicy nat =
                old != null && old.source().nat().equals(network.nat())
                        ? old.nat()
                        : NatPolicyCompiler.compile(network);
        return new CompiledNetwork(network, compartment, nat);
    }

    private NetworkCompiler compiler() {
        return new NetworkCompiler(adjacencies, new ProviderRoutes(underlay, tables.neighbors));
    }

    /// Takes a new state of the kernel; does nothing when the gateway's part of it did not change.
    public synchronized void kernelChanged(KernelState kernel) {
        Underlay now = UnderlayReader.read(kernel, ports, options);
        if (now.equals(underlay) && inDoubt.isEmpty()) {
            return;
        }
        underlay = now;
        describeLinks();
        NetworkCompiler compiler = compiler();
        Map<RoutingDomainId, CompiledNetwork> after = new LinkedHashMap<>();
        networks.forEach((rdid, old) -> {
            int generation = tables.generations.get(old.compartment().index()) + 1;
            after.put(
                    rdid,
                    new CompiledNetwork(
                            old.source(),
                            compiler.compile(
                                    old.source(),
                                    registry.entry(rdid),
                                    generation,
                                    old.compartment()),
                            old.nat()));
        });
        networks = after;
        distribute(after.values().stream().map(n -> n.compartment().index()).toList());
    }

    private void describeLinks() {
        underlay.links()
                .forEach((port, link) ->
                        tables.neighbors.link(
                                port,
                                new NeighborTable.Link(
                                        link.macAddress(), link.mtuBytes(), link.vlan())));
    }

    /// Workers learn of the snapshot before old flows are put in doubt, so that what they decide
    /// anew they decide by the new one; the guard widens before and narrows after.
    private void distribute(Collection<Integer> decidedAnew) {
        inDoubt.addAll(decidedAnew);
        ForwardingSnapshot current = published.get().forwarding();
        GatewaySnapshot next = snapshot(current.generation() + 1, current.frontEnd().groups());
        steering.accept(SteeringCompiler.compile(underlay, ports, networks.values()));
        published.replace(next);
        inDoubt.forEach(tables.generations::advance);
        inDoubt.clear();
    }

    /// Builds a snapshot.
    ///
    /// @param groups of the front end before
    private GatewaySnapshot snapshot(long generation, NextHopGroups groups) {
        FrontEndCompiler outside = new FrontEndCompiler(underlay, ports, tables.neighbors, groups);
        int size =
                1
                        + networks.values().stream()
                                .mapToInt(n -> n.compartment().index())
                                .max()
                                .orElse(0);
        @Nullable Compartment[] compartments = new @Nullable Compartment[size];
        NatPolicy[] policies = new NatPolicy[size];
        Map<Integer, Integer> vsids = new HashMap<>();
        for (CompiledNetwork network : networks.values()) {
            int index = network.compartment().index();
            compartments[index] = network.compartment();
            policies[index] = network.nat();
            network.source().subnets().forEach(s -> vsids.put(s.vsid().value(), index));
        }
        return new GatewaySnapshot(
                new ForwardingSnapshot(
                        generation,
                        compartments,
                        IntTable.of(vsids),
                        outside.frontEnd(networks.values(), frontEndIngress),
                        outside.provider(networks.values())),
                new NatSnapshot(Arrays.asList(policies)));
    }
}
