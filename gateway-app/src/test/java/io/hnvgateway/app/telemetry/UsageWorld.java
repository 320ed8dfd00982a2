package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.compile.CompiledConnection;
import io.hnvgateway.app.pipeline.PipelineWorld;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.packet.flow.CarriedFlows;
import io.hnvgateway.packet.flow.FlowAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Tenants whose flows count direct traffic out, as a test says.
final class UsageWorld implements UsageSources, AutoCloseable {
    final List<CompiledConnection> connections = new ArrayList<>();
    private final PipelineWorld world = new PipelineWorld(1, 64);
    private final Compartment shape =
            world.core.compiler().published().get().forwarding().compartments().stream()
                    .findFirst()
                    .orElseThrow();
    private final Map<Integer, Compartment> compartments = new HashMap<>();
    private final List<Flow> flows = new ArrayList<>();

    /// A live flow entry; of 100 bytes a packet.
    static final class Flow {
        final int owner;
        long packets;

        Flow(int owner) {
            this.owner = owner;
        }
    }

    static UUID rdid(int tenant) {
        return new UUID(7, tenant);
    }

    void add(int tenant) {
        Compartment.Identity identity =
                new Compartment.Identity(
                        tenant, 1, new RoutingDomainId(rdid(tenant)), "t" + tenant);
        compartments.put(
                tenant,
                new Compartment(
                        identity,
                        shape.topology(),
                        shape.records(),
                        shape.forwarding(),
                        new CompartmentState()));
    }

    /// With its flows, the tail of which nobody counts.
    void remove(int tenant) {
        compartments.remove(tenant);
        flows.removeIf(flow -> flow.owner == tenant);
    }

    /// Another process: states begin at 0, entries stay as they are.
    void restart() {
        List.copyOf(compartments.keySet()).forEach(this::add);
    }

    Flow open(int tenant) {
        Flow flow = new Flow(tenant);
        flows.add(flow);
        return flow;
    }

    void end(Flow flow) {
        if (flows.remove(flow)) {
            Objects.requireNonNull(compartments.get(flow.owner))
                    .state()
                    .counters(0)
                    .addUsage(UsageKind.DIRECT_OUT, flow.packets, 100 * flow.packets);
        }
    }

    /// Takes it out, as one that is not believed after a restart.
    void forget(Flow flow) {
        flows.remove(flow);
    }

    @Override
    public List<Compartment> compartments() {
        return List.copyOf(compartments.values());
    }

    @Override
    public List<CompiledConnection> connections() {
        return List.copyOf(connections);
    }

    @Override
    public void tellLive(CarriedFlows to) {
        for (Flow flow : flows) {
            to.carried(
                    flow.owner,
                    FlowAction.DECAPSULATE,
                    FlowAction.NO_SESSION,
                    flow.packets,
                    100 * flow.packets);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
