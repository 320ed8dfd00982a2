package io.hnvgateway.compartments;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The lookup records of one compartment by their MAC address, immutable. A VM has a record for
/// each of its addresses, and MAC addresses may repeat in other virtual subnets.
final class MacIndex {
    private final long[] macs;
    private final int[] records;

    MacIndex(List<LookupRecord> all) {
        records =
                IntStream.range(0, all.size())
                        .filter(i -> all.get(i).kind() != LookupRecord.Kind.GATEWAY_WILDCARD)
                        .boxed()
                        .sorted(Comparator.comparingLong(i -> all.get(i).mac().bits()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        macs = Arrays.stream(records).mapToLong(i -> all.get(i).mac().bits()).toArray();
    }

    /// Position of the first record with this MAC address; walk on while [#has].
    int first(long mac) {
        int low = 0;
        int high = macs.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (macs[middle] < mac) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    boolean has(int position, long mac) {
        return position < macs.length && macs[position] == mac;
    }

    int record(int position) {
        return records[position];
    }
}
