package io.hnvgateway.app.probe;

import java.util.BitSet;
import java.util.function.IntConsumer;

/// Finds the largest packet that passes a way whole, by packets that may be lost: each round tries
/// sizes that divide what is still unknown, all at once.
final class PathMtu {
    private static final int SIZES = 8;

    /// Each size is sent so often, so that one loss is not taken for a limit.
    private static final int TIMES = 2;

    private final Wire wire;

    PathMtu(Wire wire) {
        this.wire = wire;
    }

    /// The way.
    interface Wire {
        /// Sends a packet of a size.
        ///
        /// @param sequence 0..65535, in its answer
        /// @return false: it is larger than the interface takes
        boolean send(int sequence, int ipBytes);

        /// Hears what comes until all are answered, or for so long after the last one was sent.
        ///
        /// @param answered gets sequence numbers, of earlier rounds too
        /// @param expected how many at most
        void hear(int expected, IntConsumer answered);
    }

    /// The size, of a way that `least` passes.
    ///
    /// @param most larger ones are not tried
    int find(int least, int most) {
        int low = least;
        int unknown = most;
        int round = 0;
        if (passes(round++, new int[] {most}).get(0)) {
            return most;
        }
        while (unknown - low > 1) {
            int[] sizes = sizes(low, unknown);
            BitSet passed = passes(round++, sizes);
            int best = passed.length() - 1;
            unknown = best + 1 < sizes.length ? sizes[best + 1] : unknown;
            low = best < 0 ? low : sizes[best];
        }
        return low;
    }

    /// Between both, ascending.
    private static int[] sizes(int low, int high) {
        int count = Math.min(SIZES, high - low - 1);
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = low + (int) ((long) (high - low) * (i + 1) / (count + 1));
        }
        return sizes;
    }

    /// Which of them pass, by their places.
    private BitSet passes(int round, int[] sizes) {
        BitSet passed = new BitSet();
        int first = round * SIZES;
        int sent = 0;
        for (int time = 0; time < TIMES; time++) {
            for (int i = 0; i < sizes.length; i++) {
                sent += wire.send(first + i, sizes[i]) ? 1 : 0;
            }
        }
        if (sent > 0) {
            wire.hear(
                    sent,
                    sequence -> {
                        if (sequence >= first && sequence < first + sizes.length) {
                            passed.set(sequence - first);
                        }
                    });
        }
        return passed;
    }
}
