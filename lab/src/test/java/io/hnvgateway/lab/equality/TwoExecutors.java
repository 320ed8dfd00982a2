package io.hnvgateway.lab.equality;

import io.hnvgateway.app.compile.SteeringOrder;
import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.steering.FilterSteering;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.lab.golden.CaseConfig;
import io.hnvgateway.lab.golden.CasePorts;
import io.hnvgateway.lab.golden.GatewayUnderTest;
import io.hnvgateway.lab.golden.InMemoryPorts;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Ports in memory whose frames the XDP program sees first, over the tables of the gateway behind
/// them; then the pipeline gets the very same frame in the very same state, and an [Exchange]
/// compares what both did.
final class TwoExecutors implements CasePorts {
    private final XdpSide xdp;
    private final InMemoryPorts memory;
    private final FilterSteering filter;
    private final Tally tally;
    private final List<CapturedFrame> sent = new ArrayList<>();
    private @Nullable GatewayUnderTest gateway;
    private @Nullable FlowReader flows;
    private @Nullable Exchange exchange;
    private boolean hit;

    /// @param xdp opened for such a configuration, its tables empty; stays the caller's
    TwoExecutors(XdpSide xdp, CaseConfig config, Tally tally) {
        this.tally = tally;
        this.xdp = xdp;
        memory = new InMemoryPorts(config);
        filter = new FilterSteering(config.portNames(), xdp.tables().vsidCompartments());
    }

    /// The gateway that these are the ports of; before the first frame.
    void of(GatewayUnderTest gateway) {
        this.gateway = gateway;
        flows = new FlowReader(gateway.core());
    }

    /// The program alone, for what happens to a table between two frames.
    XdpSide xdp() {
        return xdp;
    }

    FlowReader flows() {
        return Objects.requireNonNull(flows);
    }

    @Override
    public List<? extends DataPathPort> ports() {
        return memory.ports();
    }

    @Override
    public FramePool frames() {
        return memory.frames();
    }

    @Override
    public DataPathMemory tables() {
        return xdp.tables();
    }

    @Override
    public long flowSeed(CaseConfig config) {
        return xdp.flowSeed();
    }

    @Override
    public void steer(SteeringOrder order) {
        xdp.steer(order);
        order.to(filter);
    }

    @Override
    public void carry(int worker, int port, byte[] frame, FrameBatch batch) {
        collect();
        if (XdpSide.takes(frame)) {
            exchange = new Exchange(Objects.requireNonNull(gateway), flows(), xdp, port, frame);
            exchange.checkXdp(steeringVerdict(port, frame));
        }
        memory.carry(worker, port, frame, batch);
    }

    /// What steering says of the frame that was read last, without any flow.
    private SteeringVerdict steeringVerdict(int port, byte[] frame) {
        long mac = memory.ports().get(port).macAddress();
        return filter.filter().verdict(flows().address(), frame.length, 0, port, mac);
    }

    @Override
    public void carried() {
        List<CapturedFrame> now = memory.takeSent();
        sent.addAll(now);
        hit = false;
        if (exchange != null) {
            hit = exchange.compare(now, tally);
            exchange = null;
        }
    }

    /// Whether Java executed the last frame from the flow table.
    boolean hit() {
        return hit;
    }

    private void collect() {
        sent.addAll(memory.takeSent());
    }

    @Override
    public List<CapturedFrame> takeSent() {
        collect();
        List<CapturedFrame> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    int framesInUse() {
        return memory.framesInUse();
    }

    @Override
    public void close() {
        if (flows != null) {
            flows.close();
        }
        memory.close();
    }
}
