package io.hnvgateway.nat;

import io.hnvgateway.packet.Memory;
import java.util.Arrays;

/// As [Chains], with links in both directions: for keys that many records share, so that removing
/// one costs no walk.
final class LinkedChains {
    static final int NONE = -1;

    private final Slots slots;
    private final int nextOffset;
    private final int previousOffset;
    private final int[] heads;

    LinkedChains(Slots slots, int nextOffset, int previousOffset) {
        this.slots = slots;
        this.nextOffset = nextOffset;
        this.previousOffset = previousOffset;
        heads = new int[Chains.buckets(slots.capacity())];
        Arrays.fill(heads, NONE);
    }

    int first(long hash) {
        return heads[bucket(hash)];
    }

    int next(int slot) {
        return Memory.getIntNative(slots.address(slot) + nextOffset);
    }

    void add(long hash, int slot) {
        int bucket = bucket(hash);
        int next = heads[bucket];
        link(slot, nextOffset, next);
        link(slot, previousOffset, NONE);
        if (next != NONE) {
            link(next, previousOffset, slot);
        }
        heads[bucket] = slot;
    }

    void remove(long hash, int slot) {
        int next = next(slot);
        int previous = Memory.getIntNative(slots.address(slot) + previousOffset);
        if (next != NONE) {
            link(next, previousOffset, previous);
        }
        if (previous == NONE) {
            heads[bucket(hash)] = next;
        } else {
            link(previous, nextOffset, next);
        }
    }

    private void link(int slot, int offset, int value) {
        Memory.putIntNative(slots.address(slot) + offset, value);
    }

    private int bucket(long hash) {
        return (int) hash & (heads.length - 1);
    }
}
