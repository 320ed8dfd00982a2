package io.hnvgateway.compartments;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Verdict;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counters of one compartment on one worker. One writer (the worker), any readers; a reader may
/// see a value a moment late, never a torn one.
@SuppressWarnings("EnumOrdinal") // array positions within one process, never stored
public final class TrafficCounters {
    private static final DropReason[] REASONS = DropReason.values();
    private static final Verdict[] VERDICTS = Verdict.values();
    private static final int KINDS = UsageKind.values().length;
    private static final VarHandle FORWARDED = forwardedHandle();

    private final AtomicLongArray drops = new AtomicLongArray(REASONS.length);
    private final AtomicLongArray verdicts = new AtomicLongArray(VERDICTS.length);
    private final AtomicLongArray totals = new AtomicLongArray(Total.values().length);

    /// Packets, then bytes of each kind; only of what no live flow entry counts.
    private final AtomicLongArray usage = new AtomicLongArray(2 * KINDS);

    /// Verdict FORWARD, which next to every packet counts: in this object's own cache line.
    @SuppressWarnings("UnusedVariable") // by FORWARDED
    private long forwarded;

    /// Sums beside the verdicts.
    public enum Total {
        /// Frames that came in, each of which ends under exactly one verdict or is held now.
        RECEIVED_FRAMES,
        RECEIVED_BYTES,
        /// Frames that no flow entry carried: the slow path decided them, whatever it decided.
        DECIDED_FRAMES,
        /// Frames that the gateway itself made: answers, errors, further fragments.
        MADE_FRAMES,
        /// Packets that broke the source check where it only logs.
        SOURCE_CHECK_VIOLATIONS,
        /// ICMP errors left out because of the rate limit.
        ICMP_ERRORS_SUPPRESSED,
        /// Flow entries that found no place, so their packets stay on the slow path.
        FLOW_ENTRIES_REFUSED
    }

    public void countDrop(DropReason reason) {
        increment(drops, reason.ordinal(), 1);
        increment(verdicts, Verdict.DROP.ordinal(), 1);
    }

    public void countForwarded(long frames) {
        FORWARDED.setOpaque(this, (long) FORWARDED.get(this) + frames);
    }

    public void countVerdict(Verdict verdict) {
        if (verdict == Verdict.FORWARD) {
            countForwarded(1);
            return;
        }
        increment(verdicts, verdict.ordinal(), 1);
    }

    public void add(Total total, long amount) {
        increment(totals, total.ordinal(), amount);
    }

    /// Counts packets that no live flow entry counts: the slow path's, and those of entries that
    /// end.
    public void addUsage(UsageKind kind, long packets, long bytes) {
        increment(usage, kind.ordinal(), packets);
        increment(usage, KINDS + kind.ordinal(), bytes);
    }

    /// Packets of [#addUsage].
    public long usagePackets(UsageKind kind) {
        return usage.getOpaque(kind.ordinal());
    }

    /// Bytes of [#addUsage]: IP total lengths.
    public long usageBytes(UsageKind kind) {
        return usage.getOpaque(KINDS + kind.ordinal());
    }

    public long drops(DropReason reason) {
        return drops.getOpaque(reason.ordinal());
    }

    public long verdicts(Verdict verdict) {
        return verdict == Verdict.FORWARD ? forwarded() : verdicts.getOpaque(verdict.ordinal());
    }

    public long total(Total total) {
        return totals.getOpaque(total.ordinal());
    }

    /// Packets that left; as [#verdicts] of FORWARD.
    public long forwarded() {
        return (long) FORWARDED.getOpaque(this);
    }

    private static VarHandle forwardedHandle() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(TrafficCounters.class, "forwarded", long.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void increment(AtomicLongArray counters, int i, long amount) {
        counters.setOpaque(i, counters.getPlain(i) + amount);
    }
}
