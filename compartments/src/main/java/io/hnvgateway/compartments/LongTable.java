package io.hnvgateway.compartments;

import java.util.Map;

/// Immutable map from `long` to a positive `int`; 0 means absent. Open addressing at half load.
final class LongTable {
    static final LongTable EMPTY = of(Map.of());

    private final long[] keys;
    private final int[] values;
    private final int mask;

    private LongTable(int capacity) {
        keys = new long[capacity];
        values = new int[capacity];
        mask = capacity - 1;
    }

    static LongTable of(Map<Long, Integer> map) {
        LongTable table = new LongTable(Integer.highestOneBit(Math.max(1, map.size())) * 4);
        map.forEach(table::put);
        return table;
    }

    private void put(long key, int value) {
        int i = slot(key);
        while (values[i] != 0) {
            i = (i + 1) & mask;
        }
        keys[i] = key;
        values[i] = value;
    }

    int get(long key) {
        int i = slot(key);
        while (values[i] != 0) {
            if (keys[i] == key) {
                return values[i];
            }
            i = (i + 1) & mask;
        }
        return 0;
    }

    private int slot(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & mask;
    }
}
