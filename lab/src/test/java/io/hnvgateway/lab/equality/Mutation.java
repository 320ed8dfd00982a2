package io.hnvgateway.lab.equality;

import static io.hnvgateway.lab.equality.Draft.IPV4;

import java.util.Random;

/// What may be different in a packet of a flow that is known: harmless, or a reason for both
/// executors to leave it alone.
enum Mutation {
    NONE(true, (_, _) -> {}),
    PAYLOAD(true, (d, r) -> d.fill(d.transport + (d.protocol == Draft.TCP ? 20 : 8), r)),
    LENGTH(true, (d, r) -> d.resize(60 + r.nextInt(1400))),
    SHORT(true, (d, r) -> d.resize(d.transport - d.ip + 8 + r.nextInt(20))),
    /// About the MTU of each kind of way: to the front end, into tunnels over IPv4 and IPv6.
    MTU_EDGE(
            false,
            (d, r) -> d.resize(new int[] {1500, 1458, 1438}[r.nextInt(3)] + r.nextInt(3) - 1)),
    TRAILING_BYTES(true, (d, r) -> d.append(1 + r.nextInt(64), r)),
    IDENTIFICATION(true, Mutation::identification),
    DONT_FRAGMENT(true, (d, _) -> d.put8(d.ip + 6, d.ipv6 ? d.u8(d.ip + 6) : 0)),
    TYPE_OF_SERVICE(true, (d, r) -> d.put8(d.ip + 1, d.ipv6 ? 0 : r.nextInt())),
    /// Ones' complement has two zeroes.
    HEADER_CHECKSUM_EDGE(true, Mutation::headerChecksumEdge),
    TRANSPORT_CHECKSUM(true, Mutation::transportChecksum),
    FLOW_ID(true, (d, r) -> d.put8(d.gre + 7, d.isOverlay() ? r.nextInt() : d.u8(7))),
    OUTER_TTL(true, (d, r) -> onOuter(d, d.isOuterIpv6() ? 7 : 8, r.nextInt())),
    OUTER_TYPE_OF_SERVICE(true, (d, r) -> onOuter(d, 1, d.isOuterIpv6() ? 0 : r.nextInt())),
    PORT_OR_TYPE(false, (d, r) -> d.flip(d.transport, 4, r)),
    TTL(false, (d, r) -> d.put8(d.ip + (d.ipv6 ? 7 : 8), new int[] {0, 1, 2, 255}[r.nextInt(4)])),
    OPTIONS(false, (d, r) -> options(d, d.ip, r)),
    OUTER_OPTIONS(false, (d, r) -> options(d, d.outer, r)),
    FRAGMENT(false, (d, r) -> fragment(d, d.ip, r)),
    OUTER_FRAGMENT(false, (d, r) -> fragment(d, d.outer, r)),
    TCP_FLAGS(
            false, (d, r) -> d.put8(d.transport + 13, d.protocol == Draft.TCP ? r.nextInt(64) : 0)),
    TRANSPORT_LENGTH(
            false,
            (d, r) ->
                    d.flip(
                            d.transport + (d.protocol == Draft.TCP ? 12 : 4),
                            d.protocol == Draft.TCP ? 1 : 2,
                            r)),
    TOTAL_LENGTH(false, (d, r) -> d.lengthen(r.nextInt(40) - 20)),
    LEAST_TOTAL_LENGTH(false, (d, r) -> d.put16(d.ip + (d.ipv6 ? 4 : 2), r.nextInt(64))),
    OUTER_TOTAL_LENGTH(false, (d, r) -> d.lengthenOuter(r.nextInt(80) - 40)),
    /// Less than the headers take.
    LEAST_OUTER_TOTAL_LENGTH(false, Mutation::leastOuterLength),
    VERSION(false, (d, r) -> d.flip(d.ip, 1, r)),
    OUTER_VERSION(false, (d, r) -> d.flip(d.isOverlay() ? d.outer : d.ip, 1, r)),
    PROTOCOL(false, (d, r) -> d.put8(d.ip + (d.ipv6 ? 6 : 9), r.nextInt())),
    OUTER_PROTOCOL(false, (d, r) -> onOuter(d, d.isOuterIpv6() ? 6 : 9, r.nextInt())),
    ADDRESS(false, (d, r) -> d.flip(d.ip + (d.ipv6 ? 8 : 12), d.ipv6 ? 32 : 8, r)),
    PROVIDER_SOURCE(
            false, (d, r) -> flipOuter(d, d.isOuterIpv6() ? 8 : 12, d.isOuterIpv6() ? 16 : 4, r)),
    PROVIDER_DESTINATION(
            false, (d, r) -> flipOuter(d, d.isOuterIpv6() ? 24 : 16, d.isOuterIpv6() ? 16 : 4, r)),
    GRE_HEADER(false, (d, r) -> flipTunnel(d, 0, 4, r)),
    VSID(false, (d, r) -> flipTunnel(d, 4, 3, r)),
    INNER_DESTINATION_MAC(false, (d, r) -> flipTunnel(d, 8, 6, r)),
    INNER_SOURCE_MAC(false, (d, r) -> flipTunnel(d, 14, 6, r)),
    INNER_TYPE(false, (d, r) -> flipTunnel(d, 20, 2, r)),
    DESTINATION_MAC(false, (d, r) -> d.flip(0, 6, r)),
    SOURCE_MAC(true, (d, r) -> d.flip(6, 6, r)),
    LINK_TYPE(false, (d, r) -> d.flip(12, 2, r)),
    BAD_HEADER_CHECKSUM(false, Mutation::badChecksum),
    TRUNCATED(false, (d, r) -> d.cut(d.length() - 1 - r.nextInt(d.length()))),
    TAG(false, Mutation::tag),
    OTHER_PORT(false, (d, r) -> d.port = (d.port + 1 + r.nextInt(2)) % 3),
    SOME_BITS(false, Mutation::someBits);

    private final boolean harmless;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Change change;

    @FunctionalInterface
    private interface Change {
        void make(Draft draft, Random random);
    }

    Mutation(boolean harmless, Change change) {
        this.harmless = harmless;
        this.change = change;
    }

    /// Whether a packet so changed may still be executed by the entry of its flow, nearly always.
    boolean harmless() {
        return harmless;
    }

    void make(Draft draft, Random random) {
        change.make(draft, random);
    }

    private static void onOuter(Draft d, int at, int value) {
        if (d.isOverlay()) {
            d.put8(d.outer + at, value);
        }
    }

    private static void leastOuterLength(Draft d, Random r) {
        if (d.isOverlay()) {
            d.put16(d.outer + (d.isOuterIpv6() ? 4 : 2), r.nextInt(64));
        }
    }

    private static void flipOuter(Draft d, int at, int count, Random r) {
        d.flip((d.isOverlay() ? d.outer : d.ip) + at, count, r);
    }

    /// GRE header, then the inner Ethernet header.
    private static void flipTunnel(Draft d, int at, int count, Random r) {
        if (d.isOverlay()) {
            d.flip(d.gre + at, count, r);
        }
    }

    private static void identification(Draft d, Random r) {
        if (!d.ipv6) {
            d.put16(d.ip + 4, r.nextInt());
        }
    }

    private static void headerChecksumEdge(Draft d, Random r) {
        if (d.ipv6) {
            return;
        }
        int checksum = new int[] {0, 0xffff, 0xfeff, 0xff00, 1, 0x100}[r.nextInt(6)];
        d.put8(d.ip + 6, 0x40); // DF: no other identification
        d.put16(d.ip + 4, 0);
        d.put16(d.ip + 10, checksum);
        d.put16(d.ip + 4, ~d.sum(d.ip, d.ip + IPV4));
        d.repairsInner = false;
    }

    private static void transportChecksum(Draft d, Random r) {
        int at =
                switch (d.protocol) {
                    case Draft.TCP -> 16;
                    case Draft.UDP -> 6;
                    default -> 2;
                };
        d.put16(d.transport + at, new int[] {0, 0xffff, 1, 0xfffe, r.nextInt()}[r.nextInt(5)]);
    }

    /// No-operations in IPv4, a hop-by-hop header of padding in IPv6.
    private static void options(Draft d, int ip, Random r) {
        if (ip == Draft.NONE) {
            return;
        }
        if (d.u8(ip) >>> 4 == 6) {
            byte[] padding = {(byte) d.u8(ip + 6), 0, 1, 4, 0, 0, 0, 0};
            d.put8(ip + 6, 0);
            d.insert(ip + Draft.IPV6, padding);
        } else {
            int words = 1 + r.nextInt(3);
            byte[] noOperations = new byte[4 * words];
            java.util.Arrays.fill(noOperations, (byte) 1);
            d.insert(ip + IPV4, noOperations);
            d.put8(ip, 0x45 + words);
        }
        d.lengthen(0);
    }

    private static void fragment(Draft d, int ip, Random r) {
        if (ip == Draft.NONE) {
            return;
        }
        if (d.u8(ip) >>> 4 == 6) {
            byte[] header = {(byte) d.u8(ip + 6), 0, 0, (byte) r.nextInt(16), 0, 0, 0, 1};
            d.put8(ip + 6, 44);
            d.insert(ip + Draft.IPV6, header);
            d.lengthen(0);
        } else {
            d.put16(
                    ip + 6,
                    new int[] {0x2000, 0x2001, 0x0001, 0x1fff, 0x6000, 0x8000}[r.nextInt(6)]);
        }
    }

    private static void badChecksum(Draft d, Random r) {
        d.repairsInner = r.nextBoolean() && d.isOverlay();
        d.repairsOuter = !d.repairsInner;
        d.flip((d.repairsInner ? d.outer : d.ip) + 10, 2, r);
    }

    /// One tag or two: none's, that of a VLAN, 802.1ad.
    private static void tag(Draft d, Random r) {
        d.repairsInner = false;
        d.repairsOuter = false;
        for (int i = r.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
            int vlan = new int[] {0, 0xe000, 100, 200, r.nextInt(1 << 16)}[r.nextInt(5)];
            byte type = (byte) (r.nextInt(4) == 0 ? 0x88 : 0x81);
            d.insert(
                    12,
                    type,
                    (byte) (type == (byte) 0x88 ? 0xa8 : 0),
                    (byte) (vlan >>> 8),
                    (byte) vlan);
        }
    }

    private static void someBits(Draft d, Random r) {
        for (int i = r.nextInt(3); i >= 0; i--) {
            d.flip(0, Math.min(d.length(), 110), r);
        }
    }
}
