package io.hnvgateway.nat;

import io.hnvgateway.packet.Memory;
import java.util.BitSet;

/// Fixed-size records in memory that is given: which are in use, by a free list through the records
/// themselves. Slots from [#bound] on were never used and are never read.
final class Slots {
    private static final int NONE = -1;

    private final long base;
    private final int capacity;
    private final int recordBytes;
    private final int linkOffset;
    private int bound;
    private int firstFree = NONE;
    private int used;

    /// Lays slots.
    ///
    /// @param linkOffset where a free record holds the next free slot
    Slots(long base, int capacity, int recordBytes, int linkOffset) {
        this.base = base;
        this.capacity = capacity;
        this.recordBytes = recordBytes;
        this.linkOffset = linkOffset;
    }

    long address(int slot) {
        return base + (long) slot * recordBytes;
    }

    /// A slot with any content, or -1 when all are in use.
    int allocate() {
        if (firstFree != NONE) {
            int slot = firstFree;
            firstFree = Memory.getIntNative(address(slot) + linkOffset);
            used++;
            return slot;
        }
        if (bound == capacity) {
            return NONE;
        }
        used++;
        return bound++;
    }

    /// The slots that [#allocate] would give next, if nothing were freed in between.
    ///
    /// @param into takes them
    /// @return how many there are, `most` at most
    int upcoming(int[] into, int most) {
        int count = 0;
        for (int slot = firstFree; slot != NONE && count < most; count++) {
            into[count] = slot;
            slot = Memory.getIntNative(address(slot) + linkOffset);
        }
        for (int slot = bound; slot < capacity && count < most; slot++) {
            into[count++] = slot;
        }
        return count;
    }

    /// Returns a slot whose record says already that it is free.
    void free(int slot) {
        Memory.putIntNative(address(slot) + linkOffset, firstFree);
        firstFree = slot;
        used--;
    }

    /// Takes slots that are in use already, before any is given out.
    ///
    /// @param newBound those from here on were never used
    void adopt(int newBound, BitSet inUse) {
        bound = newBound;
        used = newBound;
        for (int slot = inUse.previousClearBit(newBound - 1); slot >= 0; ) {
            free(slot);
            slot = slot == 0 ? -1 : inUse.previousClearBit(slot - 1);
        }
    }

    int bound() {
        return bound;
    }

    int capacity() {
        return capacity;
    }

    int used() {
        return used;
    }
}
