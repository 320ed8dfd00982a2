package io.hnvgateway.dataplane.steering;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Map of an address to a positive int. One writer; readers on any thread take no lock, allocate
/// nothing, and see each key either before or after a change of it.
///
/// Each bucket is an immutable array of (high, low, value) that a change replaces as a whole; the
/// array of buckets is replaced when it has become too small.
final class AddressTable {
    private static final int CELLS = 3;
    private static final int FIRST_BUCKETS = 16;
    private static final int MOST_PER_BUCKET = 2;

    private volatile AtomicReferenceArray<long @Nullable []> buckets =
            new AtomicReferenceArray<>(FIRST_BUCKETS);
    private int size;

    /// The value of a key, 0 if there is none.
    int get(long high, long low) {
        AtomicReferenceArray<long @Nullable []> now = buckets;
        long[] bucket = now.getAcquire(slot(high, low, now.length()));
        int at = indexOf(bucket, high, low);
        return at < 0 || bucket == null ? 0 : (int) bucket[at + 2];
    }

    /// Sets the value of a key; 0 removes it.
    void put(long high, long low, int value) {
        AtomicReferenceArray<long @Nullable []> now = buckets;
        int slot = slot(high, low, now.length());
        long[] bucket = now.getPlain(slot);
        boolean known = indexOf(bucket, high, low) >= 0;
        if (value < 0) {
            throw new IllegalArgumentException("value must not be negative: " + value);
        }
        now.setRelease(slot, replaced(bucket, high, low, value));
        size += (value == 0 ? 0 : 1) - (known ? 1 : 0);
        if (size > now.length() * MOST_PER_BUCKET) {
            grow(now);
        }
    }

    int size() {
        return size;
    }

    private static int slot(long high, long low, int buckets) {
        long mixed = (high * 0x9e3779b97f4a7c15L ^ low) * 0xc2b2ae3d27d4eb4fL;
        return (int) (mixed >>> 40) & (buckets - 1);
    }

    private static int indexOf(long @Nullable [] bucket, long high, long low) {
        if (bucket != null) {
            for (int at = 0; at < bucket.length; at += CELLS) {
                if (bucket[at + 1] == low && bucket[at] == high) {
                    return at;
                }
            }
        }
        return -1;
    }

    /// A copy of the bucket without the key, or with its new value at the end.
    private static long @Nullable [] replaced(
            long @Nullable [] bucket, long high, long low, int value) {
        int known = indexOf(bucket, high, low);
        int others = bucket == null ? 0 : bucket.length - (known < 0 ? 0 : CELLS);
        int cells = others + (value == 0 ? 0 : CELLS);
        if (cells == 0) {
            return null;
        }
        long[] copy = new long[cells];
        int to = 0;
        for (int at = 0; bucket != null && at < bucket.length; at += CELLS) {
            if (at != known) {
                System.arraycopy(bucket, at, copy, to, CELLS);
                to += CELLS;
            }
        }
        if (value != 0) {
            copy[to] = high;
            copy[to + 1] = low;
            copy[to + 2] = value;
        }
        return copy;
    }

    private void grow(AtomicReferenceArray<long @Nullable []> old) {
        AtomicReferenceArray<long @Nullable []> larger =
                new AtomicReferenceArray<>(old.length() * 4);
        for (int i = 0; i < old.length(); i++) {
            long[] bucket = old.getPlain(i);
            for (int at = 0; bucket != null && at < bucket.length; at += CELLS) {
                long high = bucket[at];
                long low = bucket[at + 1];
                int slot = slot(high, low, larger.length());
                larger.setPlain(
                        slot, replaced(larger.getPlain(slot), high, low, (int) bucket[at + 2]));
            }
        }
        buckets = larger;
    }

    @Override
    public String toString() {
        return size + " addresses";
    }
}
