package io.hnvgateway.packet.flow;

import static io.hnvgateway.packet.flow.FlowEntryLayout.*;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Access to one flow entry by its absolute address; picture and offsets: [FlowEntryLayout].
///
/// The *word* is sequence and state together: bits 0..31 sequence, 32..63 state. A reader takes it,
/// reads what it needs and asks [#unchanged]; a writer stands between [#lock] and [#unlock]. The
/// single-field accessors promise nothing about the others.
public final class FlowEntry {
    private static final MemorySegment ALL = Memory.everything();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    private static final VarHandle SHORT =
            ValueLayout.JAVA_SHORT.varHandle().withInvokeExactBehavior();

    private FlowEntry() {}

    /// The unit of last use and of a tombstone's time: 2^20 ns, wraps after 52 days. Compare by
    /// signed difference only.
    public static int coarse(long nowNs) {
        return (int) (nowNs >> 20);
    }

    static long word(long entry) {
        return (long) LONG.getAcquire(ALL, Memory.base(entry));
    }

    /// True when nobody wrote since [#word] gave `word`.
    static boolean unchanged(long entry, long word) {
        VarHandle.loadLoadFence();
        return (long) LONG.getOpaque(ALL, Memory.base(entry)) == word;
    }

    static boolean inFlux(long word) {
        return (word & 1) != 0;
    }

    static int stateOf(long word) {
        return (int) (word >>> 32);
    }

    static boolean live(long word) {
        return (word & (0xffff_ffffL << 32 | 1)) == (long) LIVE << 32;
    }

    static boolean empty(long word) {
        return (word & (0xffff_ffffL << 32 | 1)) == 0;
    }

    /// Begins to write if the entry still has this word (even sequence).
    static boolean claim(long entry, long word) {
        boolean claimed = LONG.compareAndSet(ALL, Memory.base(entry), word, word + 1);
        VarHandle.storeStoreFence();
        return claimed;
    }

    /// Begins to write, waiting for another writer's few stores to end.
    ///
    /// @return the word before
    static long lock(long entry) {
        while (true) {
            long word = word(entry);
            if (!inFlux(word) && claim(entry, word)) {
                return word;
            }
            Thread.onSpinWait();
        }
    }

    /// Publishes what was written.
    ///
    /// @param before the word that was claimed
    static void unlock(long entry, long before, int state) {
        long sequence = before + 2 & 0xffff_ffffL;
        LONG.setRelease(ALL, Memory.base(entry), (long) state << 32 | sequence);
    }

    static boolean matches(long entry, long word0, long word1, int protocol) {
        return Memory.getLongNative(entry + DESTINATION) == word1
                && Memory.getLongNative(entry + COMPARTMENT) == word0
                && Memory.u8(entry + PROTOCOL) == protocol;
    }

    /// Whether the second line of an IPv6 entry holds this key's addresses.
    static boolean matchesIpv6(long entry, FlowKey key) {
        return Memory.u64(entry + IPV6_SOURCE + 8) == key.sourceLow
                && Memory.u64(entry + IPV6_DESTINATION + 8) == key.destinationLow
                && Memory.u64(entry + IPV6_SOURCE) == key.sourceHigh
                && Memory.u64(entry + IPV6_DESTINATION) == key.destinationHigh;
    }

    static void writeIpv6(long entry, FlowKey key) {
        Memory.put64(entry + IPV6_SOURCE, key.sourceHigh);
        Memory.put64(entry + IPV6_SOURCE + 8, key.sourceLow);
        Memory.put64(entry + IPV6_DESTINATION, key.destinationHigh);
        Memory.put64(entry + IPV6_DESTINATION + 8, key.destinationLow);
    }

    static void readIpv6(long entry, FlowKey into) {
        into.sourceHigh = Memory.u64(entry + IPV6_SOURCE);
        into.sourceLow = Memory.u64(entry + IPV6_SOURCE + 8);
        into.destinationHigh = Memory.u64(entry + IPV6_DESTINATION);
        into.destinationLow = Memory.u64(entry + IPV6_DESTINATION + 8);
    }

    static void writeIpv6(long entry, FlowAction from) {
        Memory.put64(entry + IPV6_NEW_ADDRESS, from.newAddressHigh);
        Memory.put64(entry + IPV6_NEW_ADDRESS + 8, from.newAddressLow);
    }

    static void readIpv6(long entry, FlowAction into) {
        into.newAddressHigh = Memory.u64(entry + IPV6_NEW_ADDRESS);
        into.newAddressLow = Memory.u64(entry + IPV6_NEW_ADDRESS + 8);
    }

    static void writeKey(long entry, FlowKey key) {
        Memory.putLongNative(entry + COMPARTMENT, key.word0());
        Memory.putLongNative(entry + DESTINATION, key.word1());
        Memory.put8(entry + PROTOCOL, key.protocol);
    }

    static void readKey(long entry, FlowKey into) {
        into.compartment = compartment(entry);
        into.source = Memory.u32(entry + SOURCE);
        into.destination = Memory.u32(entry + DESTINATION);
        into.sourcePort = Memory.u16(entry + SOURCE_PORT);
        into.destinationPort = Memory.u16(entry + DESTINATION_PORT);
        into.protocol = Memory.u8(entry + PROTOCOL);
    }

    static void writeAction(long entry, FlowAction from) {
        Memory.put8(entry + ACTION, from.action);
        Memory.putShortNative(entry + FLAGS, from.flags);
        Memory.putIntNative(entry + OWNER, from.owner);
        Memory.putIntNative(entry + GENERATION, from.generation);
        Memory.putIntNative(entry + INGRESS_ADJACENCY, from.ingressAdjacency);
        Memory.putIntNative(entry + EGRESS_ADJACENCY, from.egressAdjacency);
        Memory.put32(entry + NEW_ADDRESS, from.newAddress);
        Memory.put16(entry + NEW_PORT, from.newPort);
        Memory.put16(entry + IP_DELTA, from.ipDelta);
        Memory.put16(entry + TRANSPORT_DELTA, from.transportDelta);
        Memory.putIntNative(entry + SESSION, from.session);
    }

    static void readAction(long entry, FlowAction into) {
        into.action = Memory.u8(entry + ACTION);
        into.flags = flags(entry);
        into.owner = owner(entry);
        into.generation = generation(entry);
        into.ingressAdjacency = ingressAdjacency(entry);
        into.egressAdjacency = egressAdjacency(entry);
        into.newAddress = Memory.u32(entry + NEW_ADDRESS);
        into.newPort = Memory.u16(entry + NEW_PORT);
        into.ipDelta = Memory.u16(entry + IP_DELTA);
        into.transportDelta = Memory.u16(entry + TRANSPORT_DELTA);
        into.session = session(entry);
    }

    /// [FlowEntryLayout#EMPTY], [FlowEntryLayout#LIVE] or [FlowEntryLayout#TOMBSTONE].
    public static int state(long entry) {
        return stateOf(word(entry));
    }

    public static int compartment(long entry) {
        return Memory.getIntNative(entry + COMPARTMENT);
    }

    static int action(long entry) {
        return Memory.u8(entry + ACTION);
    }

    public static int flags(long entry) {
        return Memory.getShortNative(entry + FLAGS);
    }

    static void flags(long entry, int flags) {
        Memory.putShortNative(entry + FLAGS, flags);
    }

    public static int owner(long entry) {
        return Memory.getIntNative(entry + OWNER);
    }

    public static int generation(long entry) {
        return Memory.getIntNative(entry + GENERATION);
    }

    static void generation(long entry, int generation) {
        Memory.putIntNative(entry + GENERATION, generation);
    }

    public static int ingressAdjacency(long entry) {
        return Memory.getIntNative(entry + INGRESS_ADJACENCY);
    }

    public static int egressAdjacency(long entry) {
        return Memory.getIntNative(entry + EGRESS_ADJACENCY);
    }

    public static int session(long entry) {
        return Memory.getIntNative(entry + SESSION);
    }

    /// Coarse time of the last packet.
    public static int lastUse(long entry) {
        return (int) INT.getOpaque(ALL, Memory.base(entry) + LAST_USE);
    }

    /// Notes a use; writes only when the coarse time went on, to leave the cache line shared.
    static void touch(long entry, int coarseNow) {
        if (lastUse(entry) != coarseNow) {
            INT.setOpaque(ALL, Memory.base(entry) + LAST_USE, coarseNow);
        }
    }

    /// The last acknowledgement number of the flow's packets, its low 16 bits cleared.
    public static int acknowledged(long entry) {
        return (short) SHORT.getOpaque(ALL, Memory.base(entry) + ACKNOWLEDGED) << 16;
    }

    /// Notes an acknowledgement number; writes only when its high 16 bits changed.
    static void acknowledged(long entry, int number) {
        short high = (short) (number >>> 16);
        if ((short) SHORT.getOpaque(ALL, Memory.base(entry) + ACKNOWLEDGED) != high) {
            SHORT.setOpaque(ALL, Memory.base(entry) + ACKNOWLEDGED, high);
        }
    }

    /// How long ago it was used, in ns, to 2^20 ns; negative when this clock lags.
    static long idleNs(long entry, long nowNs) {
        return (long) (coarse(nowNs) - lastUse(entry)) << 20;
    }

    static int tombstoneTime(long entry) {
        return Memory.getIntNative(entry + TOMBSTONE_TIME);
    }

    static void tombstoneTime(long entry, int coarseNow) {
        Memory.putIntNative(entry + TOMBSTONE_TIME, coarseNow);
    }
}
