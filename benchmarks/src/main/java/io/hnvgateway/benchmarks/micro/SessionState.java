package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.TcpHeader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A gateway in memory with a steady number of sessions: each call opens a batch of new ones, each
/// with a mapping of its own, and lets time pass, so that as many old ones end as idle.
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // by open()
public class SessionState {
    static final int BATCH = FrameBatch.CAPACITY;

    /// Inside endpoints, whatever the number of tenants.
    private static final int ENDPOINTS = 10_000;

    /// Sessions that would live if all ended on time; the sweep comes somewhat later.
    private static final int LIVE = 100_000;

    private static final int CAPACITY = 1 << 18;

    /// Slots of the flow table: for both entries of a session, and for one compartment that may
    /// have an eighth of them.
    private static final int SLOTS = 1 << 20;

    private static final int SLOTS_OF_ONE = 1 << 22;
    private static final int PORTS_OF_AN_ADDRESS = 50_000;
    private static final long UDP_IDLE_NS = TimeUnit.SECONDS.toNanos(300);
    private static final long TCP_IDLE_NS = TimeUnit.SECONDS.toNanos(7440);

    /// What the sessions are of.
    public enum Kind {
        /// A packet and its answer: an entry each.
        UDP,
        /// SYN, SYN with ACK, which makes an entry, and data, which makes the other.
        TCP
    }

    @Param({"UDP", "TCP"})
    public Kind kind;

    @Param({"1", "1000"})
    public int compartments;

    private final FrameBatch first = new FrameBatch();
    private final FrameBatch answers = new FrameBatch();
    private final FrameBatch data = new FrameBatch();
    private GatewayInMemory gateway;
    private SessionFrames frames;
    private long opened;
    private long idleNs;

    @Setup
    public void open() {
        TenantPlan plan =
                new TenantPlan(
                        compartments,
                        ENDPOINTS / compartments,
                        Math.max(1, 4 * LIVE / PORTS_OF_AN_ADDRESS / compartments),
                        false);
        int entries = compartments == 1 ? SLOTS_OF_ONE : SLOTS;
        gateway =
                new GatewayInMemory(
                        plan, new GatewayInMemory.Sizes(CAPACITY, entries, false, true));
        boolean udp = kind == Kind.UDP;
        idleNs = (udp ? UDP_IDLE_NS : TCP_IDLE_NS) * BATCH / LIVE;
        frames = new SessionFrames(plan, gateway.frames, udp ? IpProtocol.UDP : IpProtocol.TCP);
        for (int i = 0; i < 2 * LIVE; i += BATCH) {
            receive();
            openBatch();
        }
    }

    /// Ends what is idle, and makes the frames of the next batch.
    @Setup(Level.Invocation)
    public void receive() {
        age();
        first.clear();
        answers.clear();
        data.clear();
        for (int i = 0; i < BATCH; i++) {
            frames.up(opened + i, TcpHeader.SYN, first);
            frames.down(TcpHeader.SYN | TcpHeader.ACK, answers);
            if (kind == Kind.TCP) {
                frames.up(opened + i, TcpHeader.ACK, data);
            }
        }
    }

    private void age() {
        gateway.pass(idleNs);
        gateway.core.pipeline().doWork(gateway.nowNs());
    }

    /// Opens the batch's sessions, all that makes their two entries.
    ///
    /// @return sessions opened so far
    long openBatch() {
        long sent = gateway.front.sent();
        gateway.core.pipeline().onBatch(gateway.back, first, gateway.nowNs());
        for (int i = 0; i < BATCH; i++) {
            SessionFrames.answer(gateway.front.recent(sent + i), answers.address(i));
        }
        gateway.core.pipeline().onBatch(gateway.front, answers, gateway.nowNs());
        if (kind == Kind.TCP) {
            gateway.core.pipeline().onBatch(gateway.back, data, gateway.nowNs());
        }
        opened += BATCH;
        return opened;
    }

    @TearDown
    public void close() {
        int live = gateway.core.pipeline().nat().sessions();
        int entries = gateway.core.flows().live();
        long answered = gateway.back.sent();
        gateway.close();
        if (answered != opened || live < LIVE || entries < 1.98 * live) {
            throw new IllegalStateException(
                    "opened %d, answered %d, live %d, entries %d"
                            .formatted(opened, answered, live, entries));
        }
    }
}
