package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import java.util.Map;

/// Immutable map from an address of either family to a positive `int`; 0 means absent. Open
/// addressing at half load.
public final class IpTable {
    public static final IpTable EMPTY = of(Map.of());

    private final long[] highs;
    private final long[] lows;
    private final int[] values;
    private final int mask;

    private IpTable(int capacity) {
        highs = new long[capacity];
        lows = new long[capacity];
        values = new int[capacity];
        mask = capacity - 1;
    }

    /// Builds the table.
    ///
    /// @param map values above 0
    public static IpTable of(Map<IpAddress, Integer> map) {
        IpTable table = new IpTable(Integer.highestOneBit(Math.max(1, map.size())) * 4);
        map.forEach((address, value) -> table.put(address.high(), address.low(), value));
        return table;
    }

    private void put(long high, long low, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("values of an IpTable are above 0");
        }
        int i = slot(high, low);
        while (values[i] != 0) {
            i = (i + 1) & mask;
        }
        highs[i] = high;
        lows[i] = low;
        values[i] = value;
    }

    public int get(long high, long low) {
        int i = slot(high, low);
        while (values[i] != 0) {
            if (lows[i] == low && highs[i] == high) {
                return values[i];
            }
            i = (i + 1) & mask;
        }
        return 0;
    }

    private int slot(long high, long low) {
        return AddressHash.of(high, low) & mask;
    }
}
