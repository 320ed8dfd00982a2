package io.hnvgateway.packet;

import java.util.BitSet;

/// Which records of a table in native memory hold anything: for a process that takes over a large
/// table of which it knows nothing, before its loops are compiled.
public final class WrittenRecords {
    private static final int PIECE_WORDS = 1 << 13;

    private WrittenRecords() {}

    /// Numbers of the records that have a bit set among the 64 at `offset`. Copied into the heap
    /// piece by piece, where an interpreted loop takes a fiftieth of the time.
    ///
    /// @param recordBytes a multiple of 8, 64 KiB at most
    /// @param offset a multiple of 8
    public static BitSet in(long base, int records, int recordBytes, int offset) {
        BitSet written = new BitSet(records);
        long[] piece = new long[PIECE_WORDS];
        int step = recordBytes / Long.BYTES;
        int most = PIECE_WORDS / step;
        for (int first = 0; first < records; first += most) {
            int count = Math.min(most, records - first);
            Memory.copyOut(base + (long) first * recordBytes, piece, count * step);
            int word = offset / Long.BYTES;
            for (int record = 0; record < count; record++) {
                if (piece[word] != 0) {
                    written.set(first + record);
                }
                word += step;
            }
        }
        return written;
    }
}
