package io.hnvgateway.app.core;

import io.hnvgateway.app.compile.BgpNetworks;
import io.hnvgateway.app.compile.IpSecTunnels;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.SnapshotCompiler;
import io.hnvgateway.app.compile.SteeringOrder;
import io.hnvgateway.app.desired.ForwardingTarget;
import io.hnvgateway.app.events.DropRates;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.events.GatewayEvent.NeighborChanged;
import io.hnvgateway.app.events.GatewayEvent.RecordChanged;
import io.hnvgateway.app.observe.EventHandover;
import io.hnvgateway.app.observe.Observations;
import io.hnvgateway.app.pipeline.Echoes;
import io.hnvgateway.app.pipeline.FaultRecord;
import io.hnvgateway.app.pipeline.GatewayPipeline;
import io.hnvgateway.app.pipeline.HandOverRings;
import io.hnvgateway.app.pipeline.Links;
import io.hnvgateway.app.pipeline.PipelineAssembly;
import io.hnvgateway.app.pipeline.PipelineSurroundings;
import io.hnvgateway.app.pipeline.Taps;
import io.hnvgateway.app.pipeline.WorkerBeats;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.ExecutedTraffic;
import io.hnvgateway.compartments.LinkProbes;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.punt.BfdEvents;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.netlink.KernelMirror;
import io.hnvgateway.dataplane.xdp.TrafficArray;
import io.hnvgateway.ipsec.stage.SecurityAssociations;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.nat.NatEvents;
import io.hnvgateway.nat.NatFlows;
import io.hnvgateway.nat.NatRestored;
import io.hnvgateway.nat.NatShared;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.flow.AdjacencyReferences;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowAdoption;
import io.hnvgateway.packet.flow.FlowCounters;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.FlowTables;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.packet.flow.IpIdentifications;
import io.hnvgateway.packet.flow.NanoClock;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Tables, compiler and neighbours of one gateway, and a pipeline for each worker over them.
public final class GatewayCore {
    private final NeighborTable.Solicitor solicitor;
    private final NeighborTable neighbors;
    private final KernelNeighbors kernelNeighbors;
    private final LinkNeighbors linkNeighbors;
    private final SnapshotCompiler compiler;
    private final CompartmentState defaultState;
    private final CoreInputs.Kept kept;
    private final BitSet keptSlots;
    private final NanoClock clock;
    private final AdjacencyTable adjacencies;
    private final Generations generations;
    private final FlowTables flows;
    private final Observations observations;
    private final EventHandover tenantEvents;
    private final EventLog events = new EventLog();
    private final DropRates dropRates;
    private final OwnershipSweep ownershipSweep;
    private final NatShared nat;
    private final List<NatStage> natStages = new ArrayList<>();
    private final HandOverRings handOvers;
    private final WorkerBeats beats;
    private final Echoes echoes = new Echoes();
    private final Taps taps = new Taps();
    private final BfdEvents bfdEvents;
    private final List<GatewayPipeline> pipelines;
    private final FaultRecord faults;
    private final TunnelTable tunnels;
    private final SecurityAssociations associations;

    /// Who is told of what happens.
    ///
    /// @param steering what the gateway takes for itself, before workers know of it
    /// @param onFaultLimit too many faults of the program: ends the process
    /// @param ipSec which IPSec connections are in force
    /// @param bgp which networks exchange routes
    public record Listeners(
            Consumer<SteeringOrder> steering,
            NatEvents nat,
            Runnable onFaultLimit,
            IpSecTunnels ipSec,
            BgpNetworks bgp) {
        /// Of a gateway without BGP.
        public Listeners(
                Consumer<SteeringOrder> steering,
                NatEvents nat,
                Runnable onFaultLimit,
                IpSecTunnels ipSec) {
            this(steering, nat, onFaultLimit, ipSec, BgpNetworks.NONE);
        }

        /// Of a gateway without IKE and BGP.
        public Listeners(Consumer<SteeringOrder> steering, NatEvents nat, Runnable onFaultLimit) {
            this(steering, nat, onFaultLimit, IpSecTunnels.NONE);
        }
    }

    /// Builds a core without tenants.
    ///
    /// @param conductor runs what a worker may not do itself
    public GatewayCore(
            CoreInputs in, KernelMirror mirror, Executor conductor, Listeners listeners) {
        IntFunction<ExecutedTraffic> executed = executed(in.memory().tables().traffic());
        defaultState = new CompartmentState(executed.apply(0));
        kept = in.kept();
        clock = in.settings().clock();
        tunnels = in.tunnels().table();
        associations = in.tunnels().associations();
        adjacencies = new AdjacencyTable(in.memory().tables().adjacencies(), clock);
        keptSlots = kept.tables() ? kept.ledgers().adjacencies().keptSlots() : new BitSet();
        if (kept.tables()) {
            adjacencies.adopt(keptSlots);
        }
        flows = flows(in, adjacencies.references());
        ownershipSweep = new OwnershipSweep(flows, conductor);
        generations = new Generations(in.memory().tables().generations());
        kernelNeighbors = new KernelNeighbors(mirror, in.ports().plans(), conductor);
        LinkProbes probes = new LinkProbes();
        linkNeighbors = new LinkNeighbors(probes::offer, in.settings().clock(), conductor);
        solicitor = solicitor(in.ports().plans(), kernelNeighbors, linkNeighbors);
        neighbors = new NeighborTable(adjacencies, solicitor, kept.ledgers().adjacencies());
        kept.ledgers()
                .adjacencies()
                .keptNeighbors()
                .forEach(n -> neighbors.adopt(n.slot(), n.link(), n.high(), n.low()));
        kernelNeighbors.serve(neighbors);
        linkNeighbors.serve(neighbors);
        neighbors.listen((link, high, low, mac) ->
                events.add(
                        new NeighborChanged(
                                link,
                                IpAddress.toString(high, low),
                                mac == 0 ? "" : new MacAddress(mac).toString())));
        compiler =
                new SnapshotCompiler(
                        new SnapshotCompiler.CompilerTables(
                                adjacencies,
                                neighbors,
                                generations,
                                executed,
                                kept.ledgers(),
                                tunnels),
                        in.ports().plans(),
                        in.ports().options(),
                        mirror.state(),
                        new SnapshotCompiler.CompilerListeners(
                                listeners.steering(),
                                ownershipSweep::changed,
                                ownershipSweep::inherited,
                                events::add,
                                listeners.ipSec(),
                                listeners.bgp()));
        dropRates =
                new DropRates(events, () -> compiler.published().get().forwarding(), defaultState);
        observations =
                new Observations(
                        compiler,
                        (network, what, address, host) ->
                                events.add(
                                        new RecordChanged(
                                                network.name(),
                                                what,
                                                address.toString(),
                                                host.toString())),
                        in.settings().clock());
        tenantEvents = new EventHandover(observations, domains(compiler), conductor);
        faults = new FaultRecord(listeners.onFaultLimit());
        int workers = in.ports().workers();
        nat = new NatShared(in.settings().secrets(), workers, listeners.nat());
        handOvers = new HandOverRings(workers);
        beats = new WorkerBeats(workers);
        bfdEvents = listeners.bgp()::bfdChanged;
        pipelines =
                IntStream.range(0, workers)
                        .mapToObj(worker -> pipeline(in, probes, worker))
                        .toList();
        VlanConflicts vlanConflicts =
                new VlanConflicts(in.ports().plans(), tunnels, this::nameOf, events::add);
        mirror.onChange(state ->
                conductor.execute(() -> {
                    compiler.kernelChanged(state);
                    kernelNeighbors.changed(state);
                    vlanConflicts.changed(state);
                }));
    }

    /// Goes on with the sessions and flows that the process before left, after the core was built
    /// and before anything is published.
    public Restored restore() {
        NatRestored natRestored = kept.nat() ? restoreNat() : NatRestored.NOTHING;
        FlowAdoption.Adopted adopted = new FlowAdoption.Adopted(0, 0, 0, 0);
        if (kept.tables()) {
            KeptFlows proof = new KeptFlows(compiler, keptSlots, generations, this::hasSession);
            adopted = flows.adopt(proof, clock.nanoTime());
            askForKeptNeighbors();
        }
        return new Restored(
                natRestored.mappings(),
                natRestored.sessions(),
                adopted.live(),
                natRestored.refused() + adopted.refused(),
                adopted.healed(),
                adopted.idle());
    }

    /// Ends what idled past its timeout before or while no process was there: after the first
    /// publication, which tells the timeouts, and before any worker runs.
    ///
    /// @param begun what [#restore] took up
    /// @return of it what the gateway goes on with
    public Restored endIdle(Restored begun) {
        if (!kept.nat()) {
            return begun;
        }
        int mappings = natSum(NatStage::mappings);
        int sessions = natSum(NatStage::sessions);
        int entries = flows.live();
        long nowNs = clock.nanoTime();
        pipelines.forEach(pipeline -> pipeline.endIdle(nowNs));
        int ended = sessions - natSum(NatStage::sessions);
        return new Restored(
                begun.mappings() - (mappings - natSum(NatStage::mappings)),
                begun.sessions() - ended,
                begun.flows() - (entries - flows.live()),
                begun.refused(),
                begun.halfWritten(),
                begun.idle() + ended);
    }

    private int natSum(ToIntFunction<NatStage> what) {
        return natStages.stream().mapToInt(what).sum();
    }

    /// They may have moved meanwhile; until that is known they are believed.
    private void askForKeptNeighbors() {
        kept.ledgers()
                .adjacencies()
                .keptNeighbors()
                .forEach(n -> solicitor.solicit(n.link(), n.high(), n.low()));
    }

    private NatRestored restoreNat() {
        Map<Integer, CompartmentState> compartments = compiler.states();
        return natStages.stream()
                .map(stage -> stage.restore(compartments::containsKey, clock.nanoTime()))
                .reduce(NatRestored.NOTHING, NatRestored::plus);
    }

    private boolean hasSession(long entry, FlowKey key, FlowAction action) {
        int worker = nat.workerOf(action.session);
        return action.session >= 0
                && worker < natStages.size()
                && natStages.get(worker).adoptEntry(entry, key, action);
    }

    private String nameOf(RoutingDomainId rdid) {
        return compiler.published().get().forwarding().compartments().stream()
                .map(Compartment::identity)
                .filter(identity -> identity.rdid().equals(rdid))
                .map(Compartment.Identity::name)
                .findFirst()
                .orElse("");
    }

    private static IntFunction<@Nullable RoutingDomainId> domains(SnapshotCompiler compiler) {
        return index -> {
            Compartment compartment = compiler.published().get().forwarding().compartment(index);
            return compartment == null ? null : compartment.identity().rdid();
        };
    }

    private static IntFunction<ExecutedTraffic> executed(TrafficArray traffic) {
        return compartment ->
                new ExecutedTraffic() {
                    @Override
                    public long frames() {
                        return traffic.frames(compartment);
                    }

                    @Override
                    public long bytes() {
                        return traffic.bytes(compartment);
                    }

                    @Override
                    public long refused() {
                        return traffic.refused(compartment);
                    }
                };
    }

    /// Takes configured networks; what was observed in them is laid over.
    public ForwardingTarget target() {
        return observations;
    }

    /// The kernel resolves neighbours on the links that it knows.
    private static NeighborTable.Solicitor solicitor(
            List<PortPlan> plans, KernelNeighbors kernel, LinkNeighbors own) {
        return (link, high, low) -> {
            if (TenantLinks.isTenants(link) || plans.get(link).isTagged()) {
                own.solicit(link, high, low);
            } else {
                kernel.solicit(link, high, low);
            }
        };
    }

    private static Links links(CoreInputs.Ports ports, int worker, LinkNeighbors neighbors) {
        List<String> devices =
                ports.plans().stream()
                        .filter(plan -> !plan.isTagged())
                        .map(PortPlan::device)
                        .toList();
        return new Links(
                ports.views().get(worker),
                ports.plans().stream()
                        .filter(PortPlan::isTagged)
                        .map(plan -> new Links.Tagged(devices.indexOf(plan.device()), plan.vlan()))
                        .toList(),
                PortPlan.tenantPort(ports.plans()),
                neighbors::heard);
    }

    private GatewayPipeline pipeline(CoreInputs in, LinkProbes probes, int worker) {
        int identifications = IpIdentifications.OF_WORKERS / in.ports().workers();
        return PipelineAssembly.assemble(
                new PipelineSurroundings(
                        links(in.ports(), worker, linkNeighbors),
                        worker == 0 ? probes : new LinkProbes(), // one sends them
                        in.memory().frames().get(worker),
                        new PipelineSurroundings.Tables(
                                flows,
                                adjacencies,
                                generations,
                                neighbors,
                                new IpIdentifications(worker * identifications, identifications)),
                        remover -> natStage(in, worker, remover),
                        tenantEvents,
                        bfdEvents,
                        in.tunnels(),
                        faults,
                        new PipelineSurroundings.Place(worker, handOvers, beats, echoes, taps)),
                compiler.published(),
                defaultState);
    }

    private NatStage natStage(CoreInputs in, int worker, NatFlows remover) {
        NatCapacity share = in.settings().nat().share(in.ports().workers());
        MemorySegment own = in.memory().nat().asSlice(worker * share.bytes(), share.bytes());
        NatStage stage = new NatStage(own, share, nat, worker, remover);
        natStages.add(stage);
        return stage;
    }

    private static FlowTables flows(CoreInputs in, AdjacencyReferences references) {
        long seed = in.settings().flowSeed();
        DataPathMemory tables = in.memory().tables();
        boolean shared = tables.sharedWithKernel() || in.ports().workers() > 1;
        return new FlowTables(
                new FlowTable(
                        tables.flowTable(),
                        new FlowCounters(tables.flowCounters(), shared),
                        seed,
                        references),
                FlowTable.ipv6(
                        tables.flowTable6(),
                        new FlowCounters(tables.flowCounters6(), shared),
                        seed,
                        references));
    }

    public int workers() {
        return pipelines.size();
    }

    /// A worker's pipeline.
    public GatewayPipeline pipeline(int worker) {
        return pipelines.get(worker);
    }

    /// As [#pipeline(int)] of the first worker.
    public GatewayPipeline pipeline() {
        return pipeline(0);
    }

    /// Who is told that a worker was handed a frame; before the workers start.
    ///
    /// @param receiver gets the worker's number
    public void onHandOver(IntConsumer receiver) {
        handOvers.onOffer(receiver);
    }

    /// Frames that wait at a worker, or are under way between two; exact while all rest.
    public int heldFrames() {
        return handOvers.size() + pipelines.stream().mapToInt(GatewayPipeline::heldFrames).sum();
    }

    /// What the workers' NAT stages share.
    public NatShared nat() {
        return nat;
    }

    public SnapshotCompiler compiler() {
        return compiler;
    }

    public NeighborTable neighbors() {
        return neighbors;
    }

    public KernelNeighbors kernelNeighbors() {
        return kernelNeighbors;
    }

    public LinkNeighbors linkNeighbors() {
        return linkNeighbors;
    }

    public FlowTables flows() {
        return flows;
    }

    public AdjacencyTable adjacencies() {
        return adjacencies;
    }

    /// What happens; for those who watch.
    public EventLog events() {
        return events;
    }

    /// To be called each second, on the conductor.
    public void eachSecond() {
        ownershipSweep.again();
        dropRates.sample();
        linkNeighbors.refresh();
        observations.expire();
        compiler.eachSecond();
    }

    /// Counters of what belongs to no compartment, and of all frames received.
    public CompartmentState defaultState() {
        return defaultState;
    }

    /// Tunnels of tenants, by index.
    public TunnelTable tunnels() {
        return tunnels;
    }

    /// Security associations of tunnels, where workers find them.
    public SecurityAssociations associations() {
        return associations;
    }

    /// What is captured.
    public Taps taps() {
        return taps;
    }

    /// Of compartments, by index.
    public Generations generations() {
        return generations;
    }

    /// Questions to VMs.
    public Echoes echoes() {
        return echoes;
    }

    public FaultRecord faults() {
        return faults;
    }
}
