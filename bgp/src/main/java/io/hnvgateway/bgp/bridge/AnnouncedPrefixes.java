package io.hnvgateway.bgp.bridge;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The prefixes that are announced to a peer, each with the round of the gateway in which it was
/// said last. A full table of IPv4 is most of what a bridge holds, so that one takes 8 octets in a
/// table with open addressing, a quarter of it free, instead of 70 as objects. Not thread-safe.
final class AnnouncedPrefixes {
    private static final int FIRST_SIZE = 16;
    private static final int ADDRESS_SHIFT = 8;
    private static final int ROUND_SHIFT = 40;
    private static final long KEY = (1L << ROUND_SHIFT) - 1;
    private static final int ROUND = (1 << (64 - ROUND_SHIFT)) - 1;
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    /// ```
    ///  63      40 39      8 7           0
    /// | round    | address | length + 1  |     0: free
    /// ```
    private long[] ipv4 = new long[FIRST_SIZE];

    private int ipv4Count;
    private final Map<IpPrefix, Integer> ipv6 = new HashMap<>();

    int size() {
        return ipv4Count + ipv6.size();
    }

    /// @param round 0 or more; those 16,777,216 apart are the same one
    void put(IpPrefix prefix, int round) {
        if (!prefix.isIpv4()) {
            ipv6.put(prefix, round & ROUND);
            return;
        }
        long key = key(prefix);
        int at = find(key);
        if (ipv4[at] == 0 && 4 * (ipv4Count + 1) > 3 * ipv4.length) {
            grow();
            at = find(key);
        }
        ipv4Count += ipv4[at] == 0 ? 1 : 0;
        ipv4[at] = (long) (round & ROUND) << ROUND_SHIFT | key;
    }

    /// @return whether it was there
    boolean remove(IpPrefix prefix) {
        if (!prefix.isIpv4()) {
            return ipv6.remove(prefix) != null;
        }
        int at = find(key(prefix));
        if (ipv4[at] == 0) {
            return false;
        }
        ipv4Count--;
        closeGap(at);
        return true;
    }

    /// Those of other rounds.
    List<IpPrefix> notOf(int round) {
        List<IpPrefix> others = new ArrayList<>();
        for (long entry : ipv4) {
            if (entry != 0 && entry >>> ROUND_SHIFT != (round & ROUND)) {
                others.add(prefix(entry));
            }
        }
        ipv6.forEach((prefix, said) -> {
            if (said != (round & ROUND)) {
                others.add(prefix);
            }
        });
        return others;
    }

    private static long key(IpPrefix prefix) {
        return Integer.toUnsignedLong(prefix.address().ipv4Bits()) << ADDRESS_SHIFT
                | (prefix.length() + 1);
    }

    private static IpPrefix prefix(long entry) {
        int length = (int) (entry & 0xff) - 1;
        return IpPrefix.of(IpAddress.ofIpv4((int) (entry >>> ADDRESS_SHIFT)), length);
    }

    /// Where the key stands, or could.
    private int find(long key) {
        int at = home(key);
        while (ipv4[at] != 0 && (ipv4[at] & KEY) != key) {
            at = next(at);
        }
        return at;
    }

    private int home(long key) {
        return (int) ((key * SPREAD) >>> (64 - Integer.numberOfTrailingZeros(ipv4.length)));
    }

    private int next(int at) {
        return (at + 1) & (ipv4.length - 1);
    }

    /// What stands behind a gap and belongs at it or before it moves there.
    private void closeGap(int gap) {
        int free = gap;
        for (int at = next(free); ipv4[at] != 0; at = next(at)) {
            int mask = ipv4.length - 1;
            int home = home(ipv4[at] & KEY);
            if (((at - home) & mask) >= ((at - free) & mask)) {
                ipv4[free] = ipv4[at];
                free = at;
            }
        }
        ipv4[free] = 0;
    }

    private void grow() {
        long[] old = ipv4;
        ipv4 = new long[2 * old.length];
        for (long entry : old) {
            if (entry != 0) {
                ipv4[find(entry & KEY)] = entry;
            }
        }
    }
}
