package io.hnvgateway.packet.flow;

import java.util.Random;

/// Keys, and actions of which every field follows from key and version, so that a mixture of two
/// actions, or another key's, shows.
final class Flows {
    private Flows() {}

    static FlowKey key(boolean ipv6, int n) {
        return set(new FlowKey(), ipv6, n);
    }

    static FlowKey set(FlowKey key, boolean ipv6, int n) {
        return ipv6 ? setIpv6(key, n) : setIpv4(key, n);
    }

    private static FlowKey setIpv4(FlowKey key, int n) {
        return key.set(n & 7, 0x0a000000 | n, 0xc6336401, n << 16 | 443, (n & 1) == 0 ? 6 : 17);
    }

    /// All of them alike but for the addresses, and these with equal digests: a key is known by the
    /// second line of its entry alone, and neighbours in `n` by one half of one address.
    private static FlowKey setIpv6(FlowKey key, int n) {
        return key.setIpv6(1, 40000 << 16 | 443, 6)
                .source(0x20010db8_00000000L ^ twice(n & 3), twice(n >>> 2 & 3))
                .destination(0xfd000000_00000000L ^ twice(n >>> 4 & 3), twice(n >>> 6));
    }

    private static long twice(int bits) {
        return (long) bits << 32 | bits;
    }

    static FlowAction action(FlowKey key, int version) {
        return fill(new FlowAction(), key, version);
    }

    static FlowAction fill(FlowAction a, FlowKey key, int version) {
        a.session = version;
        a.action = field(key, version, 1) & 0xff;
        a.flags = field(key, version, 2) & 0xffff;
        a.owner = field(key, version, 3);
        a.generation = field(key, version, 4);
        a.ingressAdjacency = field(key, version, 5);
        a.egressAdjacency = field(key, version, 6);
        a.newAddress = field(key, version, 7);
        a.newPort = field(key, version, 8) & 0xffff;
        a.ipDelta = field(key, version, 9) & 0xffff;
        a.transportDelta = field(key, version, 10) & 0xffff;
        a.newAddressHigh = field(key, version, 11);
        a.newAddressLow = field(key, version, 12);
        return a;
    }

    private static int identity(FlowKey key) {
        long addresses =
                key.sourceHigh
                        + 3 * key.sourceLow
                        + 17 * key.destinationHigh
                        + 65 * key.destinationLow;
        return key.ipv6 ? (int) addresses : key.source;
    }

    private static int field(FlowKey key, int version, int n) {
        int h = identity(key) * 0x9e3779b1 + version * 0x85ebca77 + n * 0xc2b2ae3d;
        h = (h ^ h >>> 15) * 0x2c1b3c6d;
        return h ^ h >>> 13;
    }

    /// True when every field is this key's in the version that the action names.
    static boolean isWhole(FlowAction a, FlowKey key) {
        int version = a.session;
        return a.action == (field(key, version, 1) & 0xff)
                && a.flags == (field(key, version, 2) & 0xffff)
                && a.owner == field(key, version, 3)
                && a.generation == field(key, version, 4)
                && a.ingressAdjacency == field(key, version, 5)
                && a.egressAdjacency == field(key, version, 6)
                && a.newAddress == field(key, version, 7)
                && a.newPort == (field(key, version, 8) & 0xffff)
                && a.ipDelta == (field(key, version, 9) & 0xffff)
                && a.transportDelta == (field(key, version, 10) & 0xffff)
                && (!key.ipv6 || hasNewAddress(a, key, version));
    }

    private static boolean hasNewAddress(FlowAction a, FlowKey key, int version) {
        return a.newAddressHigh == field(key, version, 11)
                && a.newAddressLow == field(key, version, 12);
    }

    /// `count` different keys whose first slot is `home`.
    static FlowKey[] keysOfSlot(FlowTable table, int home, int count) {
        FlowKey[] keys = new FlowKey[count];
        Random random = new Random(home);
        int found = 0;
        while (found < count) {
            FlowKey key = key(table.ipv6(), random.nextInt(1 << 20));
            if ((table.hash(key) & table.capacity() - 1) == home && !contains(keys, found, key)) {
                keys[found++] = key;
            }
        }
        return keys;
    }

    private static boolean contains(FlowKey[] keys, int count, FlowKey key) {
        for (int i = 0; i < count; i++) {
            if (identity(keys[i]) == identity(key)) {
                return true;
            }
        }
        return false;
    }
}
