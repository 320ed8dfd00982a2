package io.hnvgateway.nat;

import io.hnvgateway.packet.Memory;
import java.util.Arrays;

/// A chained hash index over [Slots]: the heads are one `int[]`, the links stand in the records.
final class Chains {
    static final int NONE = -1;

    private final Slots slots;
    private final int linkOffset;
    private final int[] heads;

    Chains(Slots slots, int linkOffset) {
        this.slots = slots;
        this.linkOffset = linkOffset;
        heads = new int[buckets(slots.capacity())];
        Arrays.fill(heads, NONE);
    }

    /// The power of two that is not below the capacity.
    static int buckets(int capacity) {
        return Integer.highestOneBit(Math.max(2, capacity - 1)) << 1;
    }

    int first(long hash) {
        return heads[bucket(hash)];
    }

    int next(int slot) {
        return Memory.getIntNative(slots.address(slot) + linkOffset);
    }

    void add(long hash, int slot) {
        int bucket = bucket(hash);
        Memory.putIntNative(slots.address(slot) + linkOffset, heads[bucket]);
        heads[bucket] = slot;
    }

    void remove(long hash, int slot) {
        int bucket = bucket(hash);
        if (heads[bucket] == slot) {
            heads[bucket] = next(slot);
            return;
        }
        int before = heads[bucket];
        while (next(before) != slot) {
            before = next(before);
        }
        Memory.putIntNative(slots.address(before) + linkOffset, next(slot));
    }

    private int bucket(long hash) {
        return (int) hash & (heads.length - 1);
    }
}
