package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// One 32-bit generation for each compartment index, in memory that others may map. A change of a
/// compartment advances its generation, and all its flow entries go back to the slow path once.
///
/// Workers read; the conductor alone advances.
public final class Generations {
    private static final MemorySegment ALL = Memory.everything();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    private final long base;
    private final int capacity;

    /// @param memory 4 bytes an index, aligned; kept reachable by the caller
    public Generations(MemorySegment memory) {
        if (memory.address() % Integer.BYTES != 0) {
            throw new IllegalArgumentException("memory must be aligned to 4 bytes");
        }
        base = memory.address();
        capacity = (int) Math.min(memory.byteSize() / Integer.BYTES, Integer.MAX_VALUE);
        Memory.register(memory);
    }

    public int capacity() {
        return capacity;
    }

    /// The compartment's generation; 0 for an index out of range.
    public int get(int compartment) {
        return valid(compartment) ? (int) INT.getAcquire(ALL, at(compartment)) : 0;
    }

    /// True when a decision of this generation still holds.
    public boolean isCurrent(int compartment, int generation) {
        return valid(compartment) && (int) INT.getAcquire(ALL, at(compartment)) == generation;
    }

    /// Ends every decision made for the compartment so far.
    ///
    /// @return the new generation
    public int advance(int compartment) {
        if (!valid(compartment)) {
            throw new IllegalArgumentException("compartment out of range: " + compartment);
        }
        return (int) INT.getAndAdd(ALL, at(compartment), 1) + 1;
    }

    /// Makes decisions of a generation valid again, and all others void.
    public void set(int compartment, int generation) {
        if (!valid(compartment)) {
            throw new IllegalArgumentException("compartment out of range: " + compartment);
        }
        INT.setRelease(ALL, at(compartment), generation);
    }

    private boolean valid(int compartment) {
        return compartment >= 0 && compartment < capacity;
    }

    private long at(int compartment) {
        return Memory.base(base + (long) compartment * Integer.BYTES);
    }
}
