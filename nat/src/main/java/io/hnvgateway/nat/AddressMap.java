package io.hnvgateway.nat;

/// Immutable map of IPv4 addresses to numbers: open addressing over one `int[]`. 0.0.0.0 is never a
/// key, so it marks an empty cell. Safe to share between threads once built.
final class AddressMap {
    static final int ABSENT = -1;

    /// Pairs of key and value.
    private final int[] cells;

    private final int mask;

    /// Builds it; a later value of the same address replaces an earlier one.
    AddressMap(int[] addresses, int[] values) {
        int size = Integer.highestOneBit(Math.max(4, addresses.length * 2)) << 1;
        cells = new int[size * 2];
        mask = size - 1;
        for (int i = 0; i < addresses.length; i++) {
            int cell = cellOf(addresses[i]);
            cells[cell] = addresses[i];
            cells[cell + 1] = values[i];
        }
    }

    /// The value, or [#ABSENT].
    int value(int address) {
        if (address == 0) {
            return ABSENT;
        }
        int cell = cellOf(address);
        return cells[cell] == 0 ? ABSENT : cells[cell + 1];
    }

    private int cellOf(int address) {
        int i = (int) (SplitMix.mix(address) & mask);
        while (cells[i * 2] != 0 && cells[i * 2] != address) {
            i = (i + 1) & mask;
        }
        return i * 2;
    }
}
