package io.hnvgateway.compartments;

import java.util.Map;

/// Immutable map from `int` to a positive `int`; 0 means absent. Open addressing at half load.
public final class IntTable {
    public static final IntTable EMPTY = of(Map.of());

    private final int[] keys;
    private final int[] values;
    private final int mask;

    private IntTable(int capacity) {
        keys = new int[capacity];
        values = new int[capacity];
        mask = capacity - 1;
    }

    /// Builds the table.
    ///
    /// @param map values above 0
    public static IntTable of(Map<Integer, Integer> map) {
        IntTable table = new IntTable(Integer.highestOneBit(Math.max(1, map.size())) * 4);
        map.forEach(table::put);
        return table;
    }

    private void put(int key, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("values of an IntTable are above 0");
        }
        int i = slot(key);
        while (values[i] != 0) {
            i = (i + 1) & mask;
        }
        keys[i] = key;
        values[i] = value;
    }

    public int get(int key) {
        int i = slot(key);
        while (values[i] != 0) {
            if (keys[i] == key) {
                return values[i];
            }
            i = (i + 1) & mask;
        }
        return 0;
    }

    private int slot(int key) {
        int hash = key * 0x9E3779B1;
        return (hash ^ hash >>> 15) & mask;
    }
}
