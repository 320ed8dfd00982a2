package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// What each flow of a [FlowTable] carried: packets and bytes, in memory beside the table's that
/// others may map; picture: [FlowCounterLayout].
///
/// Every executor adds to the same counter, by an atomic addition: a flow's packets come by one
/// queue, so its line stays with one core, and a row for each CPU would cost a session 43 bytes a
/// CPU. A slot begins at zero when a flow takes it, before it is published; nobody still adds for
/// the flow before, for that one is gone for a second at least ([FlowTable]).
///
/// Any thread.
public final class FlowCounters {
    /// Counts nothing.
    public static final FlowCounters NONE = new FlowCounters();

    private static final MemorySegment ALL = Memory.everything();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final long base;
    private final int capacity;
    private final boolean shared;

    private FlowCounters() {
        base = 0;
        capacity = 0;
        shared = false;
    }

    /// Counters over memory of any content.
    ///
    /// @param memory [FlowCounterLayout#BYTES] a slot, 64-byte aligned; kept reachable by the
    ///   caller
    /// @param shared whether several executors count; an only one needs no atomic addition
    public FlowCounters(MemorySegment memory, boolean shared) {
        if (memory.address() % FlowEntryLayout.BYTES != 0) {
            throw new IllegalArgumentException("memory must be aligned to 64 bytes");
        }
        base = memory.address();
        capacity = (int) Math.min(memory.byteSize() / FlowCounterLayout.BYTES, Integer.MAX_VALUE);
        this.shared = shared;
        Memory.register(memory);
    }

    /// Number of slots.
    public int capacity() {
        return capacity;
    }

    /// Counts one packet.
    ///
    /// @param bytes IP total length
    void count(int slot, int bytes) {
        if (slot >= capacity) {
            return;
        }
        long at = at(slot);
        if (shared) {
            long _ = (long) LONG.getAndAdd(ALL, at + FlowCounterLayout.PACKETS, 1L);
            long _ = (long) LONG.getAndAdd(ALL, at + FlowCounterLayout.BYTE_COUNT, (long) bytes);
        } else {
            addAlone(at + FlowCounterLayout.PACKETS, 1);
            addAlone(at + FlowCounterLayout.BYTE_COUNT, bytes);
        }
    }

    private static void addAlone(long at, long amount) {
        LONG.setOpaque(ALL, at, Memory.getLongNative(at) + amount);
    }

    /// Begins with a new flow.
    void reset(int slot) {
        if (slot < capacity) {
            LONG.setOpaque(ALL, at(slot) + FlowCounterLayout.PACKETS, 0L);
            LONG.setOpaque(ALL, at(slot) + FlowCounterLayout.BYTE_COUNT, 0L);
        }
    }

    /// What a slot has counted, which goes on from 0; nothing is lost of what others add meanwhile.
    long take(int slot, int offset) {
        long counted = read(slot, offset);
        if (counted != 0 && shared) {
            long _ = (long) LONG.getAndAdd(ALL, at(slot) + offset, -counted);
        } else if (counted != 0) {
            addAlone(at(slot) + offset, -counted);
        }
        return counted;
    }

    /// Brings a slot's counter into the cache.
    ///
    /// @return a number to add up and keep, so that the read is not optimized away
    long warm(int slot) {
        return slot < capacity ? Memory.getLongNative(at(slot)) : 0;
    }

    /// Packets of the slot's flow; 0 of a slot without counter.
    public long packets(int slot) {
        return read(slot, FlowCounterLayout.PACKETS);
    }

    /// Bytes of the slot's flow; 0 of a slot without counter.
    public long bytes(int slot) {
        return read(slot, FlowCounterLayout.BYTE_COUNT);
    }

    private long read(int slot, int offset) {
        return slot >= 0 && slot < capacity ? (long) LONG.getOpaque(ALL, at(slot) + offset) : 0;
    }

    private long at(int slot) {
        return Memory.base(base + (long) slot * FlowCounterLayout.BYTES);
    }
}
