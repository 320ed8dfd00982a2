package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.NetworkBook.Swap;
import io.hnvgateway.app.desired.ForwardingTarget;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.app.events.GatewayEvent.CompartmentChanged;
import io.hnvgateway.app.events.GatewayEvent.GenerationPublished;
import io.hnvgateway.app.pipeline.GatewaySnapshot;
import io.hnvgateway.app.pipeline.PublishedSnapshot;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.Generations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compiles and publishes snapshots: for networks that changed, and when the kernel's interfaces,
/// addresses or routes change. Unchanged input makes no new generation. Any thread; one at a time.
public final class SnapshotCompiler implements ForwardingTarget {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCompiler.class);

    private final CompilerTables tables;
    private final List<PortPlan> ports;
    private final UnderlayOptions options;
    private final CompilerListeners listeners;
    private final CompartmentLedger ledger;
    private final Inheritance inheritance;
    private final CompartmentRegistry registry;
    private final AdjacencyBook adjacencies;
    private final NetworkBook book = new NetworkBook();
    private final TunnelBook tunnels;
    private final BgpBook bgp;
    private final PublishedSnapshot published;
    private final int frontEndIngress;

    /// Compartments whose flows must be decided anew since the kernel changed, also those of a
    /// change that steering refused.
    private final Set<Integer> inDoubt = new HashSet<>();

    /// Prefixes whose owner changed and whose flows nobody was told of yet.
    private final Set<IpPrefix> disputed = new HashSet<>();

    private Underlay underlay;
    private long underlayDigest;

    /// Flows may be valid that were decided under another underlay than the one in force.
    private boolean underlayInDoubt = true;

    /// Hosts' provider addresses that the control plane named beside the lookup records.
    private Map<IpAddress, Integer> namedHosts = Map.of();

    /// The last order to steering failed, or there was none yet: the next one says everything.
    private boolean steeringInDoubt = true;

    /// Tables that the compiler writes and workers read.
    ///
    /// @param executed what the other executor forwarded, by compartment index
    public record CompilerTables(
            AdjacencyTable adjacencies,
            NeighborTable neighbors,
            Generations generations,
            IntFunction<ExecutedTraffic> executed,
            Ledgers ledgers,
            TunnelTable tunnels) {
        /// The workers are the only executor, and nothing is kept.
        public CompilerTables(
                AdjacencyTable adjacencies, NeighborTable neighbors, Generations generations) {
            this(
                    adjacencies,
                    neighbors,
                    generations,
                    _ -> ExecutedTraffic.NONE,
                    Ledgers.NONE,
                    new TunnelTable());
        }
    }

    /// Who is told of what was compiled.
    ///
    /// @param steering what the gateway takes for itself, before workers know of it
    /// @param owners prefixes that belong to somebody else now, after workers know of it
    /// @param inherited who owns what by the first publication, if flows of the process before go
    ///   on; before any worker decides
    /// @param events what became of compartments, after workers know of it
    /// @param ipSec which IPSec connections are in force, before workers have their routes
    /// @param bgp which networks exchange routes, after workers know of them
    public record CompilerListeners(
            Consumer<SteeringOrder> steering,
            Consumer<Set<IpPrefix>> owners,
            Consumer<PrefixTable> inherited,
            Consumer<GatewayEvent> events,
            IpSecTunnels ipSec,
            BgpNetworks bgp) {
        /// Of a gateway without BGP.
        public CompilerListeners(
                Consumer<SteeringOrder> steering,
                Consumer<Set<IpPrefix>> owners,
                Consumer<PrefixTable> inherited,
                Consumer<GatewayEvent> events,
                IpSecTunnels ipSec) {
            this(steering, owners, inherited, events, ipSec, BgpNetworks.NONE);
        }

        /// Of a gateway without IKE and BGP.
        public CompilerListeners(
                Consumer<SteeringOrder> steering,
                Consumer<Set<IpPrefix>> owners,
                Consumer<PrefixTable> inherited,
                Consumer<GatewayEvent> events) {
            this(steering, owners, inherited, events, IpSecTunnels.NONE);
        }
    }

    /// Builds a compiler and its first snapshot, that of a gateway without tenants. Routing domains
    /// and VMs that the ledgers have kept have their index and slots again.
    public SnapshotCompiler(
            CompilerTables tables,
            List<PortPlan> ports,
            UnderlayOptions options,
            KernelState kernel,
            CompilerListeners listeners) {
        this.tables = tables;
        this.ports = List.copyOf(ports);
        this.options = options;
        this.listeners = listeners;
        tunnels =
                new TunnelBook(
                        tables.tunnels, options.vpnServerAddress(), listeners.ipSec, this.ports);
        bgp = new BgpBook(tables.ledgers.punts(), listeners.bgp);
        ledger = tables.ledgers.compartments();
        List<CompartmentLedger.Kept> kept = ledger.kept();
        inheritance = new Inheritance(kept, ledger.keptUnderlay());
        registry =
                new CompartmentRegistry(
                        tables.generations.capacity(), tables.executed, ledger, kept);
        adjacencies =
                new AdjacencyBook(
                        tables.adjacencies,
                        tables.ledgers.adjacencies(),
                        registry.states()::containsKey);
        frontEndIngress =
                FrontEndCompiler.adjacency(tables.adjacencies, tables.ledgers.adjacencies());
        underlay = UnderlayReader.read(kernel, this.ports, options);
        underlayDigest = CanonicalDigest.of(underlay);
        LinkDescriptions.tell(underlay, ports, tables.neighbors);
        book.owners().underlay(UnderlayOwners.of(underlay));
        book.owners().settle();
        published = new PublishedSnapshot(snapshot(0, NextHopGroups.EMPTY));
    }

    /// Where workers find the snapshot in force.
    public PublishedSnapshot published() {
        return published;
    }

    /// The state of each compartment that has an index, by it; before the first publication, of
    /// those that the process before had.
    public synchronized Map<Integer, CompartmentState> states() {
        return registry.states();
    }

    /// Every network's connections to other sites.
    public synchronized List<CompiledConnection> connections() {
        return book.networks().stream()
                .flatMap(network -> tunnels.connections(network.source()).stream())
                .toList();
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
        return SteeringCompiler.compile(underlay, ports, List.of(), Set.of());
    }

    @Override
    public synchronized Publication prepare(NetworkChanges changes) {
        RoomCheck more = RoomCheck.of(changes, book);
        int count = book.networks().size() + more.networks();
        int slots = book.slots() + more.slots();
        bgp.requireRoomFor(more.peerings());
        if (more.connections() > tunnels.room()) {
            throw new IllegalStateException(
                    "%d more network connections: the gateway has room for %d"
                            .formatted(more.connections(), tunnels.room()));
        }
        if (count > registry.capacity() || slots > adjacencies.room()) {
            throw new IllegalStateException(
                    "%d networks with %d adjacencies: the gateway has room for %d and %d"
                            .formatted(count, slots, registry.capacity(), adjacencies.room()));
        }
        return times -> publish(changes, times);
    }

    private synchronized void publish(NetworkChanges changes, PhaseTimes times) {
        if (inheritance.isOpen()) {
            giveBack(changes);
        }
        List<Swap> swaps = tunnels.orNone(book.networks(), () -> swaps(changes));
        book.swap(swaps);
        if (inheritance.isOpen()) {
            swaps = inherit(swaps);
        }
        steeringInDoubt |= bgp.take(changes.provider(), underlay);
        times.end("compile");
        try {
            steer(swaps);
        } catch (RuntimeException refused) {
            bgp.takeBack(underlay);
            takeBack(swaps, refused);
            throw refused;
        }
        times.end("steering");
        tunnels.swap(swaps, underlay);
        bgp.swap(swaps, book.networks());
        swaps.forEach(this::doubt);
        distribute();
        swaps.forEach(this::settle);
        if (inheritance.isOpen()) {
            closeInheritance();
        }
        times.end("publish");
        swaps.forEach(this::tell);
        bgp.tell(swaps, tunnels);
        listeners.owners.accept(takeDisputed());
    }

    /// Removes the routing domains of the process before that are not configured any more.
    private void giveBack(NetworkChanges changes) {
        Set<RoutingDomainId> wanted =
                changes.changed().stream().map(TenantNetwork::rdid).collect(Collectors.toSet());
        for (RoutingDomainId rdid : inheritance.without(wanted)) {
            CompartmentRegistry.Entry entry = registry.find(rdid);
            if (entry != null) {
                release(entry.index(), rdid);
            }
        }
    }

    private void release(int index, RoutingDomainId rdid) {
        advance(index);
        adjacencies.forget(index);
        registry.forget(rdid);
    }

    /// Under the underlay of before, flows whose compartment did not change go on. Under another,
    /// all are decided anew. No address is in dispute either way: no worker runs yet.
    private List<Swap> inherit(List<Swap> swaps) {
        book.owners().settle();
        if (inheritance.hasUnderlay(underlayDigest)) {
            return swaps;
        }
        takeUnderlayInDoubt();
        List<Swap> renewed = new ArrayList<>();
        List<Swap> replaced = new ArrayList<>();
        for (CompiledNetwork network : List.copyOf(book.networks())) {
            int next = tables.generations.get(network.compartment().index()) + 1;
            CompiledNetwork other = network.in(next);
            replaced.add(new Swap(network, other));
            renewed.add(new Swap(null, other));
        }
        book.swap(replaced);
        return renewed;
    }

    private void closeInheritance() {
        boolean same = inheritance.hasUnderlay(underlayDigest);
        long kept =
                book.networks().stream()
                        .filter(n -> inheritance.isDecidedBy(n.source().rdid(), n.digest()))
                        .count();
        LOG.info(
                "event=compiled-over networks={} unchanged={} underlay={}",
                book.networks().size(),
                kept,
                same ? "the-same" : "another-so-all-flows-are-decided-anew");
        inheritance.close();
        settleUnderlay();
        listeners.inherited.accept(book.owners().table());
    }

    private List<Swap> swaps(NetworkChanges changes) {
        NetworkCompiler compiler = compiler();
        List<Swap> swaps = new ArrayList<>();
        for (RoutingDomainId rdid : changes.removed()) {
            swaps.add(new Swap(book.get(rdid), null));
        }
        for (TenantNetwork network : changes.changed()) {
            CompiledNetwork old = book.get(network.rdid());
            swaps.add(new Swap(old, compile(compiler, network, old)));
        }
        return swaps;
    }

    private CompiledNetwork compile(
            NetworkCompiler compiler, TenantNetwork network, @Nullable CompiledNetwork old) {
        CompartmentRegistry.Entry entry = registry.entry(network.rdid());
        LearnedRoutes learned = LearnedRoutes.of(listeners.bgp, network);
        long digest =
                learned.digest()
                        ^ (old != null && old.decidesAs(network)
                                ? old.digest() ^ old.learned().digest()
                                : CompiledNetwork.digest(network));
        boolean anew = isAnew(old, network, digest) || inDoubt.contains(entry.index());
        int generation = tables.generations.get(entry.index()) + (anew ? 1 : 0);
        Compartment compartment =
                compiler.compile(
                        network,
                        learned,
                        entry,
                        generation,
                        old == null ? null : old.compartment());
        NatPolicy nat =
                old != null && old.translatesAs(network)
                        ? old.nat()
                        : NatPolicyCompiler.compile(network);
        return new CompiledNetwork(network, learned, digest, compartment, nat);
    }

    private boolean isAnew(@Nullable CompiledNetwork old, TenantNetwork network, long digest) {
        return old == null
                ? !inheritance.isDecidedBy(network.rdid(), digest)
                : old.digest() != digest;
    }

    /// Workers decide by it from the moment that they have the snapshot.
    private void doubt(Swap swap) {
        CompiledNetwork after = swap.after();
        if (after != null && isAnew(swap.before(), after.source(), after.digest())) {
            ledger.inDoubt(after.compartment().index());
        }
    }

    /// Old flows are put in doubt when workers have the snapshot, so that what they decide anew
    /// they decide by the new one. What belonged to a network that is gone is given back.
    private void settle(Swap swap) {
        CompiledNetwork after = swap.after();
        if (after != null) {
            int index = after.compartment().index();
            advance(index);
            if (isAnew(swap.before(), after.source(), after.digest())) {
                ledger.decidedBy(index, after.digest());
            }
        } else if (swap.before() != null) {
            release(swap.before().compartment().index(), swap.before().source().rdid());
        }
    }

    private void tell(Swap swap) {
        CompiledNetwork named = swap.after() == null ? swap.before() : swap.after();
        if (named != null) {
            CompartmentChanged.What what =
                    swap.before() == null
                            ? CompartmentChanged.What.ADDED
                            : swap.after() == null
                                    ? CompartmentChanged.What.REMOVED
                                    : CompartmentChanged.What.CHANGED;
            Compartment.Identity identity = named.compartment().identity();
            listeners.events.accept(
                    new CompartmentChanged(identity.name(), what, identity.index()));
        }
    }

    /// Not twice in one publication.
    private void advance(int index) {
        Compartment published = book.compartments().get(index);
        if (published == null || published.generation() != tables.generations.get(index)) {
            tables.generations.advance(index);
        }
    }

    /// Puts back what was in force. The adjacencies of the old networks may have other slots now.
    private void takeBack(List<Swap> swaps, RuntimeException refused) {
        NetworkCompiler compiler = compiler();
        List<Swap> back = new ArrayList<>();
        for (Swap swap : swaps) {
            back.add(
                    new Swap(
                            swap.after(),
                            swap.before() == null ? null : again(compiler, swap.before())));
        }
        book.swap(back);
        try {
            steerWhole();
        } catch (RuntimeException again) {
            refused.addSuppressed(again);
        }
        tunnels.swap(back, underlay);
        distribute();
        back.forEach(this::settle);
        inheritance.close();
    }

    private CompiledNetwork again(NetworkCompiler compiler, CompiledNetwork old) {
        CompartmentRegistry.Entry entry = registry.entry(old.source().rdid());
        return new CompiledNetwork(
                old.source(),
                old.learned(),
                old.digest(),
                compiler.compile(
                        old.source(),
                        old.learned(),
                        entry,
                        old.compartment().generation(),
                        old.compartment()),
                old.nat());
    }

    private NetworkCompiler compiler() {
        return new NetworkCompiler(
                adjacencies, new ProviderRoutes(underlay, tables.neighbors), tunnels);
    }

    /// Takes a new state of the kernel; does nothing when the gateway's part of it did not change.
    public synchronized void kernelChanged(KernelState kernel) {
        Underlay now = UnderlayReader.read(kernel, ports, options);
        if (now.equals(underlay) && inDoubt.isEmpty()) {
            return;
        }
        underlay = now;
        underlayDigest = CanonicalDigest.of(now);
        LinkDescriptions.tell(underlay, ports, tables.neighbors);
        book.owners().underlay(UnderlayOwners.of(now));
        if (inheritance.isOpen()) {
            return; // the first publication takes it in; until then what is adopted stays
        }
        takeUnderlayInDoubt();
        NetworkCompiler compiler = compiler();
        List<Swap> swaps = new ArrayList<>();
        for (CompiledNetwork old : List.copyOf(book.networks())) {
            inDoubt.add(old.compartment().index());
            swaps.add(new Swap(old, compile(compiler, old.source(), old)));
        }
        book.swap(swaps);
        bgp.take(underlay);
        steerWhole();
        tunnels.swap(swaps, underlay);
        bgp.swap(swaps, book.networks());
        distribute();
        bgp.tell(swaps, tunnels);
        listeners.owners.accept(takeDisputed());
    }

    /// Compiles networks whose tunnels went up or down and take their routes with them, or that
    /// learned others. Nobody's claims change, so steering has nothing to do.
    public synchronized void routesChanged(Set<RoutingDomainId> rdids) {
        if (inheritance.isOpen()) {
            return; // the first publication asks for the tunnels' state
        }
        NetworkCompiler compiler = compiler();
        List<Swap> swaps = new ArrayList<>();
        for (RoutingDomainId rdid : rdids) {
            CompiledNetwork old = book.get(rdid);
            if (old != null) {
                inDoubt.add(old.compartment().index());
                swaps.add(new Swap(old, compile(compiler, old.source(), old)));
            }
        }
        if (!swaps.isEmpty()) {
            book.swap(swaps);
            settleOwners();
            swaps.forEach(this::doubt);
            distribute();
            swaps.forEach(this::settle);
            bgp.tell(swaps, tunnels);
            listeners.owners.accept(takeDisputed());
        }
    }

    /// The provider's routers are told nothing from here on, or everything again.
    public synchronized void drain(boolean drained) {
        bgp.drain(drained);
    }

    /// To be called each second: links of peers that are not configured any more end some seconds
    /// later.
    public synchronized void eachSecond() {
        if (bgp.endFarewells()) {
            distribute();
        }
    }

    /// The guard widens before workers know of what changed, and narrows after.
    private void steer(List<Swap> swaps) {
        if (steeringInDoubt || SteeringClaims.changesLinks(swaps)) {
            steerWhole();
            return;
        }
        settleOwners();
        steeringInDoubt = true;
        listeners.steering.accept(new SteeringOrder.Part(SteeringClaims.change(swaps)));
        steeringInDoubt = false;
    }

    private void steerWhole() {
        settleOwners();
        steeringInDoubt = true;
        listeners.steering.accept(
                new SteeringOrder.Whole(
                        SteeringCompiler.compile(
                                underlay, ports, book.networks(), bgp.providerPeers())));
        steeringInDoubt = false;
    }

    private void settleOwners() {
        disputed.addAll(book.owners().settle());
    }

    private void takeUnderlayInDoubt() {
        ledger.underlayInDoubt();
        underlayInDoubt = true;
    }

    /// Writes the underlay down once no flow is left that was decided under another.
    private void settleUnderlay() {
        if (underlayInDoubt && inDoubt.isEmpty() && !inheritance.isOpen()) {
            ledger.underlay(underlayDigest);
            underlayInDoubt = false;
        }
    }

    private void distribute() {
        ForwardingSnapshot current = published.get().forwarding();
        published.replace(snapshot(current.generation() + 1, current.frontEnd().groups()));
        inDoubt.forEach(this::advance);
        inDoubt.clear();
        settleUnderlay();
        listeners.events.accept(
                new GenerationPublished(current.generation() + 1, book.networks().size()));
    }

    private Set<IpPrefix> takeDisputed() {
        Set<IpPrefix> taken = Set.copyOf(disputed);
        disputed.clear();
        return taken;
    }

    /// Builds a snapshot.
    ///
    /// @param groups of the front end before
    private GatewaySnapshot snapshot(long generation, NextHopGroups groups) {
        FrontEndCompiler outside = new FrontEndCompiler(underlay, ports, tables.neighbors, groups);
        return new GatewaySnapshot(
                new ForwardingSnapshot(
                        generation,
                        book.compartments(),
                        book.vsids(),
                        outside.frontEnd(
                                book.owners().table(), frontEndIngress, tunnels.linkAddresses()),
                        outside.provider(book.rewriteAddresses(), book.announced(namedHosts)),
                        bgp.table()),
                book.nat());
    }

    @Override
    public synchronized void announce(Set<IpAddress> providerAddresses) {
        Map<IpAddress, Integer> named = new HashMap<>();
        providerAddresses.forEach(address -> named.put(address, 1));
        if (!namedHosts.equals(named)) {
            namedHosts = named;
            distribute();
        }
    }
}
