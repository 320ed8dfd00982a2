package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.UnderlayOptions;
import io.hnvgateway.app.core.CoreInputs;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.dataplane.netlink.InMemoryKernelMirror;
import io.hnvgateway.dataplane.port.InMemoryPort;
import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.nat.NatSecrets;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.Ip4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A whole gateway in this process: ports in memory, a kernel that is told, a clock that is set.
///
/// One thread does what worker and conductor do.
public final class InMemoryGateway implements AutoCloseable {
    /// Rounds of the worker between two frames: sweeps look at a slice of their table in each.
    private static final int ROUNDS = 4;

    private final GatewayMemory memory = new GatewayMemory();
    private final List<InMemoryPort> ports = new ArrayList<>();
    private final FrameBatch batch = new FrameBatch();
    private final KernelFacts facts;
    private final InMemoryKernelMirror mirror;
    private final GatewayCore core;
    private final DesiredStateApplier applier;
    private long nowNs;

    public InMemoryGateway(CaseConfig config) {
        ConnectionString connection = parse(config.connectionString());
        facts = new KernelFacts(config);
        mirror = new InMemoryKernelMirror(facts.state(config.neighbors()));
        for (CaseConfig.Link link : config.links()) {
            ports.add(port(link));
        }
        core =
                new GatewayCore(
                        inputs(connection, config),
                        mirror,
                        Runnable::run,
                        new GatewayCore.Listeners(_ -> {}, (_, _, _, _) -> {}, () -> {}));
        HostFacts host = hostFacts(connection, config);
        applier = new DesiredStateApplier(connection, () -> host, new NoStore(), core.compiler());
        applier.start();
        apply(config.desiredState());
    }

    private static ConnectionString parse(String text) {
        try {
            return ConnectionString.parseForGateway(text);
        } catch (FaultsException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private InMemoryPort port(CaseConfig.Link link) {
        long mac = MacAddress.parse(link.macAddress()).bits();
        var port = new InMemoryPort(ports.size(), link.name(), mac, memory.frames(), () -> nowNs);
        port.mtuBytes(link.mtuBytes());
        return port;
    }

    private CoreInputs inputs(ConnectionString connection, CaseConfig config) {
        List<PortPlan> plans = ports.stream().map(p -> plan(p, connection)).toList();
        var options =
                new UnderlayOptions(
                        connection.providerAddresses().stream().map(Convert::address).toList(),
                        connection.frontEndGateway().map(Convert::address).orElse(null),
                        connection.backEndGateway().map(Convert::address).orElse(null));
        var nat = new NatCapacity(connection.sessions(), connection.sessions(), 0);
        return new CoreInputs(
                new CoreInputs.Ports(ports, plans, options),
                new CoreInputs.Memory(
                        memory.frames(), memory.tables(), memory.segment(nat.bytes())),
                new CoreInputs.Settings(
                        nat, NatSecrets.ofSeed(config.seed()), config.seed(), () -> nowNs));
    }

    private static PortPlan plan(InMemoryPort port, ConnectionString connection) {
        return new PortPlan(
                port.index(),
                port.name(),
                connection.backEndInterfaces().contains(port.name()),
                connection.frontEndInterfaces().contains(port.name()));
    }

    private static HostFacts hostFacts(ConnectionString connection, CaseConfig config) {
        Set<Ip4Address> own =
                config.addresses().stream()
                        .map(a -> Ip4Address.parse(a.address().replaceAll("/.*", "")))
                        .collect(Collectors.toSet());
        return HostFacts.of(own, Set.copyOf(connection.providerAddresses()));
    }

    public void apply(JsonNode desiredState) {
        Outcome outcome = applier.apply(desiredState, false);
        if (outcome.isRefused()) {
            throw new IllegalArgumentException("refused: " + outcome.faults());
        }
    }

    void neighbors(List<CaseConfig.Neighbor> neighbors) {
        mirror.change(facts.state(neighbors));
    }

    /// A frame arrives now and is worked on at once.
    public void receive(String portName, byte[] frame) {
        receiveAmidst(portName, frame, () -> {});
    }

    /// As [#receive], and something happens between arrival and work.
    void receiveAmidst(String portName, byte[] frame, Runnable event) {
        InMemoryPort port = port(portName);
        port.inject(frame);
        batch.clear();
        port.receive(batch);
        event.run();
        core.pipeline().onBatch(port, batch, nowNs);
        core.pipeline().doWork(nowNs);
    }

    /// The clock runs to a time, no step longer than 50 ms, while the worker makes its rounds.
    public void runTo(long timeNs) {
        while (nowNs < timeNs) {
            nowNs = Math.min(timeNs, nowNs + 50_000_000);
            for (int i = 0; i < ROUNDS; i++) {
                core.pipeline().doWork(nowNs);
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

    /// All that left, in order for each port.
    List<CapturedFrame> sent() {
        return ports.stream()
                .flatMap(p ->
                        p.sent().stream()
                                .map(s -> new CapturedFrame(s.atNs(), p.name(), s.bytes())))
                .toList();
    }

    void forgetSent() {
        ports.forEach(InMemoryPort::takeSent);
    }

    public InMemoryPort port(String name) {
        return ports.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    public FrameAccounts accounts() {
        return FrameAccounts.of(core);
    }

    public int framesInUse() {
        return memory.frames().capacity() - memory.frames().available();
    }

    GatewayMemory memory() {
        return memory;
    }

    public GatewayCore core() {
        return core;
    }

    @Override
    public void close() {
        mirror.close();
        memory.close();
    }
}
