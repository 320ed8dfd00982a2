package io.hnvgateway.lab.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Which numbers of a stream arrived, and when those were sent. One thread writes.
final class Numbers {
    /// Beyond it, something else than a stream of the lab writes numbers.
    private static final int MOST = 1 << 24;

    private final BitSet seen = new BitSet();
    private long[] sentNs = new long[1024];
    private int twice;

    void arrived(int number, long sentAtNs) {
        if (number < 0 || number >= MOST) {
            return;
        }
        if (seen.get(number)) {
            twice++;
            return;
        }
        if (number >= sentNs.length) {
            sentNs = Arrays.copyOf(sentNs, Math.max(2 * sentNs.length, number + 1));
        }
        seen.set(number);
        sentNs[number] = sentAtNs;
    }

    int received() {
        return seen.cardinality();
    }

    int twice() {
        return twice;
    }

    /// Those missing in front of the last that arrived; what is missing behind it, only the sender
    /// knows.
    List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        int first = seen.nextClearBit(0);
        while (first < seen.length()) {
            int after = seen.nextSetBit(first);
            gaps.add(new Gap(first, after - 1, first == 0 ? 0 : sentNs[first - 1], sentNs[after]));
            first = seen.nextClearBit(after);
        }
        return gaps;
    }

    /// The number after the last that arrived.
    int end() {
        return seen.length();
    }

    /// When the last that arrived was sent; 0: none did.
    long lastSentNs() {
        return seen.isEmpty() ? 0 : sentNs[seen.length() - 1];
    }
}
