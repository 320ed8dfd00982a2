package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.compile.InterfaceAddress;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.core.CoreInputs;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.dataplane.netlink.InMemoryKernelMirror;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.nat.NatSecrets;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Port;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.connection.InterfaceName;
import io.hnvgateway.provider.connection.TaggedInterface;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A whole gateway in this process over given ports: a kernel that is told, a clock that is set.
///
/// One thread does what worker and conductor do.
public final class GatewayUnderTest implements AutoCloseable {
    /// Rounds of the worker between two frames: sweeps look at a slice of their table in each.
    private static final int ROUNDS = 4;

    /// The most that a packet is handed over.
    private static final int HAND_OVERS = 3;

    private final CasePorts ports;
    private final Dealing dealing;
    private final Mapping natMemory;
    private final FrameBatch batch = new FrameBatch();
    private final KernelFacts facts;
    private final InMemoryKernelMirror mirror;
    private final CaseAssociations associations;
    private final GatewayCore core;
    private final DesiredStateApplier applier;
    private long nowNs;

    /// Of all compartments that there ever were: what one has counted goes with it.
    private final Set<CompartmentState> compartmentStates =
            Collections.newSetFromMap(new IdentityHashMap<>());

    /// By which worker's queue a frame arrives: a number to be taken modulo the workers.
    @FunctionalInterface
    interface Dealing {
        int next();
    }

    public GatewayUnderTest(CaseConfig config, CasePorts ports) {
        this(config, ports, () -> 0);
    }

    GatewayUnderTest(CaseConfig config, CasePorts ports, Dealing dealing) {
        this.ports = ports;
        this.dealing = dealing;
        ConnectionString connection = parse(config.connectionString());
        facts = new KernelFacts(config);
        mirror = new InMemoryKernelMirror(facts.state(config.neighbors()));
        // Tables are divided among the workers: what one inside address may have stays the same.
        int sessions = connection.sessions() * ports.views().size();
        var nat = new NatCapacity(sessions, sessions);
        natMemory = Mapping.anonymous(CoreInputs.Memory.natBytes(nat, ports.views().size()));
        Memory.register(natMemory.segment());
        associations =
                new CaseAssociations(
                        config.associations() == null ? List.of() : config.associations(),
                        ports.views().size());
        core =
                new GatewayCore(
                        inputs(connection, config, nat),
                        mirror,
                        Runnable::run,
                        new GatewayCore.Listeners(
                                ports::steer, (_, _, _, _) -> {}, () -> {}, associations));
        HostFacts host = hostFacts(connection, config);
        applier = new DesiredStateApplier(connection, () -> host, new NoStore(), core.target());
        applier.start();
        apply(config.desiredState());
    }

    public static ConnectionString parse(String text) {
        try {
            return ConnectionString.parseForGateway(text);
        } catch (FaultsException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private CoreInputs inputs(ConnectionString connection, CaseConfig config, NatCapacity nat) {
        List<String> names = ports.ports().stream().map(Port::name).toList();
        return new CoreInputs(
                new CoreInputs.Ports(ports.views(), plans(names, connection), options(connection)),
                new CoreInputs.Memory(ports.pools(), ports.tables(), natMemory.segment()),
                new CoreInputs.Settings(
                        nat, NatSecrets.ofSeed(config.seed()), ports.flowSeed(config), () -> nowNs),
                CoreInputs.Kept.NOTHING,
                associations.surroundings());
    }

    static UnderlayOptions options(ConnectionString connection) {
        return new UnderlayOptions(
                connection.providerAddresses().stream().map(Convert::address).toList(),
                connection.frontEndGateways().stream().map(Convert::address).toList(),
                connection.backEndGateways().stream().map(Convert::address).toList());
    }

    /// The ports as they are, then the VLANs on them that the connection string names.
    public static List<PortPlan> plans(List<String> ports, ConnectionString connection) {
        List<PortPlan> plans = new ArrayList<>();
        ports.forEach(port -> plans.add(plan(plans.size(), port, port, 0, connection)));
        Stream.concat(
                        connection.backEndInterfaces().stream(),
                        connection.frontEndInterfaces().stream())
                .distinct()
                .filter(name -> !ports.contains(name))
                .forEach(name -> {
                    TaggedInterface tagged = InterfaceName.tagged(name).orElseThrow();
                    plans.add(plan(plans.size(), name, tagged.device(), tagged.vlan(), connection));
                });
        return plans;
    }

    private static PortPlan plan(
            int index, String name, String device, int vlan, ConnectionString connection) {
        return new PortPlan(
                index,
                device,
                connection.backEndInterfaces().contains(name),
                connection.frontEndInterfaces().contains(name),
                vlan,
                connection.addresses().stream()
                        .filter(own -> own.interfaceName().equals(name))
                        .map(own ->
                                new InterfaceAddress(
                                        Convert.address(own.address()), own.prefixLength()))
                        .toList());
    }

    private static HostFacts hostFacts(ConnectionString connection, CaseConfig config) {
        Set<IpAddress> own =
                config.addresses().stream()
                        .map(a -> IpAddress.parse(a.address().replaceAll("/.*", "")))
                        .collect(Collectors.toSet());
        return HostFacts.of(own, Set.copyOf(connection.providerAddresses()));
    }

    public void apply(JsonNode desiredState) {
        Outcome outcome = applier.apply(desiredState, false);
        if (outcome.isRefused()) {
            throw new IllegalArgumentException("refused: " + outcome.faults());
        }
        remember(core.compiler().published().get().forwarding());
    }

    private void remember(ForwardingSnapshot snapshot) {
        snapshot.compartments().stream()
                .forEach(compartment -> compartmentStates.add(compartment.state()));
    }

    public void neighbors(List<CaseConfig.Neighbor> neighbors) {
        mirror.change(facts.state(neighbors));
    }

    /// A frame arrives now and is worked on at once.
    public void receive(String portName, byte[] frame) {
        receiveAmidst(portName, frame, () -> {});
    }

    /// As [#receive], and something happens between arrival and work.
    void receiveAmidst(String portName, byte[] frame, Runnable event) {
        arrive(Math.floorMod(dealing.next(), core.workers()), portName, frame, event);
        work();
    }

    /// A frame arrives at a worker, which works on it; the others rest.
    void arrive(int worker, String portName, byte[] frame) {
        arrive(worker, portName, frame, () -> {});
    }

    private void arrive(int worker, String portName, byte[] frame, Runnable event) {
        int index = port(portName).index();
        batch.clear();
        UsesInCaseTime uses = new UsesInCaseTime(core.flows());
        ports.carry(worker, index, frame, batch);
        uses.settle(nowNs);
        event.run();
        core.pipeline(worker).onBatch(ports.views().get(worker).get(index), batch, nowNs);
        ports.carried();
    }

    /// All workers make their rounds until nothing is under way between them.
    void work() {
        int rounds = core.workers() == 1 ? 1 : HAND_OVERS + 1;
        for (int i = 0; i < rounds * core.workers(); i++) {
            core.pipeline(i % core.workers()).doWork(nowNs);
        }
        ports.views().forEach(view -> view.forEach(Port::flush));
    }

    /// The clock runs to a time, no step longer than 50 ms, while the worker makes its rounds.
    public void runTo(long timeNs) {
        while (nowNs < timeNs) {
            nowNs = Math.min(timeNs, nowNs + 50_000_000);
            for (int i = 0; i < ROUNDS; i++) {
                work();
            }
        }
    }

    /// The clock moves on, and nothing is done.
    public void letPass(long timeNs) {
        nowNs += timeNs;
    }

    public long nowNs() {
        return nowNs;
    }

    private Port port(String name) {
        for (Port port : ports.ports()) {
            if (port.name().equals(name)) {
                return port;
            }
        }
        throw new IllegalArgumentException(name);
    }

    /// How all frames ended, those of removed compartments too.
    public FrameAccounts accounts() {
        return FrameAccounts.of(core, compartmentStates);
    }

    public GatewayCore core() {
        return core;
    }

    @Override
    public void close() {
        mirror.close();
        Memory.unregister(natMemory.segment());
        natMemory.close();
        associations.close();
        ports.close();
    }
}
