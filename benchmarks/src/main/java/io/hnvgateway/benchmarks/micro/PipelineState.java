package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.FrameBatch;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A gateway in memory whose flows are all open, and a batch of frames, made before each call and
/// not measured.
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // by open()
public class PipelineState {
    static final int BATCH = FrameBatch.CAPACITY;

    /// The same number of VMs whatever the number of tenants, so that only that makes a difference.
    private static final int VMS = 1000;

    /// Of the golden ratio, and prime to the numbers of flows: an order that no prefetcher guesses.
    private static final long SPREAD = 0x9e37_79b1L;

    private static final int PORTS_OF_AN_ADDRESS = 32_768;

    /// A compartment may have an eighth of the slots, and has two entries a flow.
    private static final int SLOTS_A_FLOW_OF_ONE = 16;

    private static final int SLOTS_A_FLOW = 8;

    /// Way of the packets.
    public enum Direction {
        /// From a VM to the outside.
        UP,
        DOWN
    }

    @Param({"UP", "DOWN"})
    public Direction direction;

    @Param({"10000", "1000000"})
    public int flows;

    @Param({"1", "1000"})
    public int compartments;

    @Param({"false", "true"})
    public boolean ipv6;

    @Param("true")
    public boolean hugePages;

    private final FrameBatch batch = new FrameBatch();
    private GatewayInMemory gateway;
    private FlowFrames frames;
    private long turn;

    @Setup
    public void open() {
        TenantPlan plan =
                new TenantPlan(
                        compartments,
                        Math.max(1, VMS / compartments),
                        1 + flows / compartments / PORTS_OF_AN_ADDRESS * 2,
                        ipv6);
        int slotsAFlow = compartments == 1 ? SLOTS_A_FLOW_OF_ONE : SLOTS_A_FLOW;
        int entries = Integer.highestOneBit(flows * slotsAFlow - 1) << 1;
        gateway =
                new GatewayInMemory(
                        plan, new GatewayInMemory.Sizes(2 * flows, entries, ipv6, hugePages));
        frames = new FlowFrames(plan, gateway.frames, flows);
        for (int flow = 0; flow < flows; flow += BATCH) {
            openFlows(flow, Math.min(flow + BATCH, flows));
        }
        int live = gateway.core.flows().live();
        if (live < 1.99 * flows) {
            throw new IllegalStateException("entries of " + flows + " flows: " + live);
        }
    }

    private void openFlows(int from, int end) {
        batch.clear();
        for (int flow = from; flow < end; flow++) {
            frames.up(flow, batch);
        }
        carry(gateway.back);
        if (gateway.front.sent() != end) {
            throw new IllegalStateException("not opened: flows from " + from);
        }
        batch.clear();
        for (int flow = from; flow < end; flow++) {
            frames.learn(flow, gateway.front.recent(flow));
            frames.down(flow, batch);
        }
        carry(gateway.front);
    }

    @Setup(Level.Invocation)
    public void receive() {
        gateway.advance();
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            int flow = (int) (turn++ * SPREAD % flows);
            if (direction == Direction.UP) {
                frames.up(flow, batch);
            } else {
                frames.down(flow, batch);
            }
        }
    }

    /// Lets the gateway carry the batch.
    ///
    /// @return frames sent so far
    long carry() {
        boolean up = direction == Direction.UP;
        carry(up ? gateway.back : gateway.front);
        return (up ? gateway.front : gateway.back).sent();
    }

    private void carry(SinkPort from) {
        gateway.core.pipeline().onBatch(from, batch, gateway.nowNs());
    }

    @TearDown
    public void close() {
        long sent = (direction == Direction.UP ? gateway.front : gateway.back).sent();
        gateway.close();
        if (sent != flows + turn) {
            throw new IllegalStateException(flows + turn - sent + " packets were not forwarded");
        }
    }
}
