package io.hnvgateway.packet.flow;

import static io.hnvgateway.packet.flow.AdjacencyLayout.*;

import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.WrittenRecords;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/// Adjacency slots in memory that others may map; picture and offsets: [AdjacencyLayout].
///
/// Which slots are in use is [AdjacencySlots]' business. A slot has one writer at a time, the one
/// who allocated it; any worker reads, under the slot's sequence count (odd = being written). Slot
/// 0 is never valid, and neither is a number out of range: both read as not usable.
public final class AdjacencyTable {
    private static final MemorySegment ALL = Memory.everything();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final int READ_TRIES = 4;

    private final long base;
    private final int capacity;
    private final AdjacencySlots slots;

    public AdjacencyTable(MemorySegment memory) {
        this(memory, System::nanoTime);
    }

    /// A table over zeroed memory.
    ///
    /// @param memory 64-byte aligned; kept reachable by the caller
    public AdjacencyTable(MemorySegment memory, NanoClock clock) {
        if (memory.address() % BYTES != 0 || memory.byteSize() < 2 * BYTES) {
            throw new IllegalArgumentException(
                    "memory must be aligned to 64 bytes, 2 slots or more");
        }
        base = memory.address();
        capacity = (int) Math.min(memory.byteSize() / BYTES, Integer.MAX_VALUE);
        slots = new AdjacencySlots(capacity, clock);
        Memory.register(memory);
    }

    /// A slot to write to, or 0 when none is free. Not on the path of packets.
    public synchronized int allocate() {
        return slots.allocate();
    }

    /// Makes the slot FREE at once; it is given out again when no flow entry names it any more, a
    /// second later at the earliest. Not on the path of packets.
    public synchronized void release(int slot) {
        if (valid(slot) && slots.release(slot)) {
            write(slot, new Adjacency());
        }
    }

    /// Goes on with slots that an earlier process left in the memory: those in `used` are taken, as
    /// if [#allocate] had given them out; all others are FREE. A slot that was left half written is
    /// not usable until it is written again. Before any slot is given out.
    ///
    /// @param used numbers out of range are no slots
    public synchronized void adopt(BitSet used) {
        BitSet slotsInUse = used.get(0, capacity);
        slotsInUse.clear(0);
        BitSet written = WrittenRecords.in(at(0), capacity, BYTES, SEQUENCE);
        written.clear(0);
        for (int slot : written.stream().toArray()) {
            boolean half = (sequence(slot) & 1) != 0;
            if (half) {
                INT.setRelease(ALL, at(slot), sequence(slot) + 1);
            }
            if (half || (!slotsInUse.get(slot) && Memory.u8(at(slot) + KIND) != Adjacency.FREE)) {
                write(slot, new Adjacency());
            }
        }
        slots.adopt(slotsInUse);
    }

    /// Counts who names a slot; shared with the flow table.
    public AdjacencyReferences references() {
        return slots.references();
    }

    public int capacity() {
        return capacity;
    }

    /// Replaces the content of a slot; readers see all of it or nothing.
    public void write(int slot, Adjacency from) {
        if (!valid(slot)) {
            throw new IllegalArgumentException("slot out of range: " + slot);
        }
        long at = at(slot);
        int sequence = (int) INT.getOpaque(ALL, at);
        INT.setOpaque(ALL, at, sequence + 1);
        VarHandle.storeStoreFence();
        store(at, from);
        INT.setRelease(ALL, at, sequence + 2);
    }

    private static void store(long at, Adjacency from) {
        Memory.put8(at + KIND, from.kind);
        Memory.put8(at + PORT, from.port);
        Memory.putShortNative(at + MTU_BYTES, from.mtuBytes);
        Memory.put48(at + DESTINATION_MAC, from.destinationMac);
        Memory.put48(at + SOURCE_MAC, from.sourceMac);
        Memory.putIntNative(at + FLAGS, from.flags);
        Memory.put64(at + PROVIDER_SOURCE, from.providerSourceHigh);
        Memory.put64(at + PROVIDER_SOURCE + 8, from.providerSourceLow);
        Memory.put64(at + DESTINATION, from.destinationHigh);
        Memory.put64(at + DESTINATION + 8, from.destinationLow);
        Memory.putIntNative(at + VSID, from.kind == Adjacency.NEIGHBOR ? from.vlan : from.vsid);
        Memory.putIntNative(at + NEXT_HOP, from.nextHop);
    }

    /// Copies a slot.
    ///
    /// @return false when the slot is FREE, out of range, or was being written at every try: not
    ///   usable, `into` then holds nothing of use
    public boolean read(int slot, Adjacency into) {
        if (!valid(slot)) {
            return false;
        }
        long at = at(slot);
        for (int i = 0; i < READ_TRIES; i++) {
            int sequence = (int) INT.getAcquire(ALL, at);
            if ((sequence & 1) == 0) {
                load(at, into);
                if (unchanged(at, sequence)) {
                    return into.kind != Adjacency.FREE;
                }
            }
        }
        return false;
    }

    /// As [#read] for a flyweight that nobody but this method writes and that stays with one table:
    /// costs one look at the sequence when it holds this slot's content already.
    boolean refresh(int slot, Adjacency into) {
        if (slot == into.slot && slot != 0 && sequence(slot) == into.sequence) {
            return true;
        }
        into.slot = 0;
        if (!valid(slot)) {
            return false;
        }
        int sequence = sequence(slot);
        boolean usable = (sequence & 1) == 0 && read(slot, into);
        if (usable && unchanged(at(slot), sequence)) {
            into.slot = slot;
            into.sequence = sequence;
        }
        return usable;
    }

    private int sequence(int slot) {
        return (int) INT.getAcquire(ALL, at(slot));
    }

    private static void load(long at, Adjacency into) {
        into.kind = Memory.u8(at + KIND);
        into.port = Memory.u8(at + PORT);
        into.mtuBytes = Memory.getShortNative(at + MTU_BYTES);
        into.destinationMac = Memory.u48(at + DESTINATION_MAC);
        into.sourceMac = Memory.u48(at + SOURCE_MAC);
        into.flags = Memory.getIntNative(at + FLAGS);
        into.providerSourceHigh = Memory.u64(at + PROVIDER_SOURCE);
        into.providerSourceLow = Memory.u64(at + PROVIDER_SOURCE + 8);
        into.destinationHigh = Memory.u64(at + DESTINATION);
        into.destinationLow = Memory.u64(at + DESTINATION + 8);
        int segment = Memory.getIntNative(at + VSID);
        into.vsid = into.kind == Adjacency.NEIGHBOR ? 0 : segment;
        into.vlan = into.kind == Adjacency.NEIGHBOR ? segment : 0;
        into.nextHop = Memory.getIntNative(at + NEXT_HOP);
    }

    private static boolean unchanged(long at, int sequence) {
        VarHandle.loadLoadFence();
        return (int) INT.getOpaque(ALL, at) == sequence;
    }

    /// True when the packet came from where this slot says; false whenever in doubt.
    public boolean isOrigin(int slot, Packet p) {
        if (!valid(slot)) {
            return false;
        }
        long at = at(slot);
        int sequence = (int) INT.getAcquire(ALL, at);
        int kind = Memory.u8(at + KIND);
        boolean vm = kind == Adjacency.OVERLAY || kind == Adjacency.REWRITE;
        boolean matches = vm ? fromHost(at, p) : fromFrontEnd(kind, p);
        return matches && (sequence & 1) == 0 && unchanged(at, sequence);
    }

    /// As [#isOrigin(int, Packet)] of a candidate.
    ///
    /// @param provider as in [HitCandidates]: 0 from the front end
    boolean isOrigin(int slot, long provider, int vsid, long sourceMac) {
        if (!valid(slot)) {
            return false;
        }
        long at = at(slot);
        int sequence = (int) INT.getAcquire(ALL, at);
        int kind = Memory.u8(at + KIND);
        boolean matches =
                provider == 0
                        ? kind == Adjacency.FRONT_END
                        : kind == Adjacency.OVERLAY
                                && provider == Memory.u64(at + DESTINATION + 8)
                                && Memory.getLongNative(at + DESTINATION) == 0
                                && vsid == Memory.getIntNative(at + VSID)
                                && sourceMac == Memory.u64(at + DESTINATION_MAC) >>> 16;
        return matches && (sequence & 1) == 0 && unchanged(at, sequence);
    }

    private static boolean fromHost(long at, Packet p) {
        return p.overlay
                && p.providerSourceLow == Memory.u64(at + DESTINATION + 8)
                && p.providerSourceHigh == Memory.u64(at + DESTINATION)
                && p.vsid == Memory.getIntNative(at + VSID)
                && p.innerSourceMac == Memory.u48(at + DESTINATION_MAC);
    }

    private static boolean fromFrontEnd(int kind, Packet p) {
        return kind == Adjacency.FRONT_END && !p.overlay;
    }

    /// Longest IP packet that goes there, in bytes; 0 for a slot that is free or out of range.
    public int mtuBytes(int slot) {
        return valid(slot) ? Memory.getShortNative(at(slot) + MTU_BYTES) : 0;
    }

    /// Address of a slot, or 0 of none.
    long address(int slot) {
        return valid(slot) ? at(slot) : 0;
    }

    private boolean valid(int slot) {
        return slot > 0 && slot < capacity;
    }

    private long at(int slot) {
        return Memory.base(base + (long) slot * BYTES);
    }
}
