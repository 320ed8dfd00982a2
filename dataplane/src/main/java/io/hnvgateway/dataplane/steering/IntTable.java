package io.hnvgateway.dataplane.steering;

import java.util.Arrays;
import java.util.Map;

/// Immutable map of int to a positive int, open addressing, for lookups that allocate nothing.
final class IntTable {
    private final int[] keys;
    private final int[] values;
    private final int mask;

    IntTable(Map<Integer, Integer> content) {
        int slots = Integer.highestOneBit(Math.max(4, content.size() * 2)) * 2;
        keys = new int[slots];
        values = new int[slots];
        mask = slots - 1;
        content.forEach(this::put);
    }

    private void put(int key, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("value must be positive: " + value);
        }
        int slot = slot(key);
        while (values[slot] != 0) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    private int slot(int key) {
        int mixed = key * 0x9e3779b9;
        return (mixed ^ mixed >>> 15) & mask;
    }

    /// The value of `key`, 0 if there is none.
    int get(int key) {
        int slot = slot(key);
        while (values[slot] != 0) {
            if (keys[slot] == key) {
                return values[slot];
            }
            slot = slot + 1 & mask;
        }
        return 0;
    }

    @Override
    public String toString() {
        return Arrays.stream(values).filter(v -> v != 0).count() + " keys";
    }
}
