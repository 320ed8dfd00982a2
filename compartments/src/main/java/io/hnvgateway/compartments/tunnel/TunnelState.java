package io.hnvgateway.compartments.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What changes with a tunnel's traffic: whether it is up, what passed, what its limits still
/// allow.
///
/// The owner worker writes counters and limits; any thread reads the counters, which may be a
/// moment old. Up and down are set by the control plane.
public final class TunnelState {
    /// A demand that nothing followed is signalled again.
    private static final long DEMAND_AGAIN_NS = 2_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;
    private static final VarHandle DEMANDED_AT = handle("demandedAtNs", long.class);

    private final Counter in = new Counter();
    private final Counter out = new Counter();
    private final TrafficRate inRate = new TrafficRate();
    private final TrafficRate outRate = new TrafficRate();
    private final RateLimit inLimit = new RateLimit();
    private final RateLimit outLimit = new RateLimit();
    private volatile boolean up;
    private volatile long upSinceNs;
    private volatile @Nullable String refusal;

    /// 0: nothing is known.
    private volatile int pathMtuBytes;

    private volatile long pathMtuUntilNs;

    @SuppressWarnings("UnusedVariable") // by DEMANDED_AT
    private volatile long demandedAtNs = NEVER;

    /// Packets of one direction. One writer, any readers.
    public static final class Counter {
        private static final VarHandle PACKETS = handle(Counter.class, "packets", long.class);
        private static final VarHandle BYTES = handle(Counter.class, "bytes", long.class);
        private static final VarHandle DROPPED = handle(Counter.class, "dropped", long.class);

        @SuppressWarnings("UnusedVariable") // by the handles
        private long packets, bytes, dropped;

        /// Counts a packet that passed.
        ///
        /// @param innerBytes of the IP packet inside
        public void count(int innerBytes) {
            PACKETS.setOpaque(this, (long) PACKETS.get(this) + 1);
            BYTES.setOpaque(this, (long) BYTES.get(this) + innerBytes);
        }

        /// Counts a packet that was dropped; the reason is the compartment's to count.
        public void countDrop() {
            DROPPED.setOpaque(this, (long) DROPPED.get(this) + 1);
        }

        public long packets() {
            return (long) PACKETS.getOpaque(this);
        }

        public long bytes() {
            return (long) BYTES.getOpaque(this);
        }

        public long dropped() {
            return (long) DROPPED.getOpaque(this);
        }
    }

    /// From the peer.
    public Counter in() {
        return in;
    }

    /// To the peer.
    public Counter out() {
        return out;
    }

    /// From the peer, of the time between the last two [#sampleRates].
    public TrafficRate inRate() {
        return inRate;
    }

    /// To the peer, of the time between the last two [#sampleRates].
    public TrafficRate outRate() {
        return outRate;
    }

    /// To be called now and then; one thread at a time.
    ///
    /// @param nowNs of [System#nanoTime]
    public void sampleRates(long nowNs) {
        inRate.sample(in.bytes(), nowNs);
        outRate.sample(out.bytes(), nowNs);
    }

    /// From the peer; by the owner worker.
    public RateLimit inLimit() {
        return inLimit;
    }

    /// To the peer; by the owner worker.
    public RateLimit outLimit() {
        return outLimit;
    }

    void limit(Tunnel.Limits limits) {
        inLimit.set(limits.inKbps());
        outLimit.set(limits.outKbps());
    }

    /// Whether packets can leave by it now.
    public boolean isUp() {
        return up;
    }

    /// Sets it up or down; one thread at a time.
    public void up(boolean now) {
        if (now && !up) {
            upSinceNs = System.nanoTime();
        }
        up = now;
        if (now) {
            demandedAtNs = NEVER;
            refusal = null;
        }
    }

    /// Sets it down, for it cannot be set up at all; one thread at a time.
    ///
    /// @param why a sentence for the operator
    public void refuse(String why) {
        up(false);
        refusal = why;
    }

    /// It can be set up after all; whether it is up stays as it is.
    public void permit() {
        refusal = null;
    }

    /// For how long it is up, in ns; 0 while it is down.
    public long upNs() {
        return up ? Math.max(0, System.nanoTime() - upSinceNs) : 0;
    }

    /// Why it cannot be set up; null when it can.
    public @Nullable String refusal() {
        return refusal;
    }

    /// The longest outer packet that reaches the peer, as far as is known.
    ///
    /// @param linkMtuBytes of the first link of the way
    public int pathMtu(int linkMtuBytes) {
        int learned = pathMtuBytes;
        return learned == 0 ? linkMtuBytes : Math.min(learned, linkMtuBytes);
    }

    /// A router on the way has told its MTU, which counts if it is lower than what is known; one
    /// thread at a time.
    ///
    /// @param untilNs of [System#nanoTime], when it is to be forgotten
    /// @return whether it is news
    public boolean learnPathMtu(int bytes, long untilNs) {
        int known = pathMtuBytes;
        if (known != 0 && bytes > known) {
            return false;
        }
        pathMtuUntilNs = untilNs;
        pathMtuBytes = bytes;
        return bytes != known;
    }

    /// Forgets what a router told, once it is too old. What is told in that moment may be forgotten
    /// with it: it will be told again.
    public void forgetPathMtu(long nowNs) {
        if (pathMtuBytes != 0 && nowNs - pathMtuUntilNs >= 0) {
            pathMtuBytes = 0;
        }
    }

    /// Asks that it comes up; true once for all who ask, and again when nothing came of it.
    public boolean demand(long nowNs) {
        long before = (long) DEMANDED_AT.getOpaque(this);
        return (before == NEVER || nowNs - before >= DEMAND_AGAIN_NS)
                && DEMANDED_AT.compareAndSet(this, before, nowNs);
    }

    private static VarHandle handle(String name, Class<?> type) {
        return handle(TunnelState.class, name, type);
    }

    private static VarHandle handle(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .findVarHandle(owner, name, type)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
