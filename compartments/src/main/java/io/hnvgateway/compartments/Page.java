package io.hnvgateway.compartments;

import org.jspecify.annotations.Nullable;

/// A page of a [PersistentTable]: open addressing with linear probing, three quarters full at most.
/// Written only while its editor makes a table.
final class Page {
    static final int CELLS = 64;

    /// How many leading bits the hashes of its keys have in common.
    final int depth;

    /// Pairs of high and low half.
    final long[] keys;

    /// [PersistentTable#ABSENT]: the cell is empty.
    final int[] values;

    int count;

    /// Of the editor that made it, which alone may write; null for an empty table's.
    @Nullable Object mark;

    Page(int depth, int cells) {
        this.depth = depth;
        keys = new long[2 * cells];
        values = new int[cells];
    }

    Page copy(int newDepth, int cells) {
        Page copy = new Page(newDepth, cells);
        if (cells == values.length) {
            System.arraycopy(keys, 0, copy.keys, 0, keys.length);
            System.arraycopy(values, 0, copy.values, 0, values.length);
            copy.count = count;
        } else {
            forEach((high, low, value) -> copy.add(AddressHash.of(high, low), high, low, value));
        }
        return copy;
    }

    boolean isFull() {
        return count >= values.length * 3 / 4;
    }

    /// The cell that holds the key, or the empty one where it belongs.
    int cell(int hash, long high, long low) {
        int mask = values.length - 1;
        int cell = hash & mask;
        while (values[cell] != PersistentTable.ABSENT
                && (keys[2 * cell] != high || keys[2 * cell + 1] != low)) {
            cell = cell + 1 & mask;
        }
        return cell;
    }

    void add(int hash, long high, long low, int value) {
        int cell = cell(hash, high, low);
        keys[2 * cell] = high;
        keys[2 * cell + 1] = low;
        values[cell] = value;
        count++;
    }

    /// What lies behind the cell in its run is put in again, so that no probe ends too early.
    void remove(int cell) {
        int mask = values.length - 1;
        count--;
        values[cell] = PersistentTable.ABSENT;
        for (int i = cell + 1 & mask; values[i] != PersistentTable.ABSENT; i = i + 1 & mask) {
            int value = values[i];
            values[i] = PersistentTable.ABSENT;
            count--;
            long high = keys[2 * i];
            long low = keys[2 * i + 1];
            add(AddressHash.of(high, low), high, low, value);
        }
    }

    void forEach(PersistentTable.Visitor visitor) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != PersistentTable.ABSENT) {
                visitor.visit(keys[2 * i], keys[2 * i + 1], values[i]);
            }
        }
    }
}
