package io.hnvgateway.lab.equality;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/// A copy of a frame that an executor executed, under change. Where its headers stand is known, for
/// it was plain; nothing of that follows a change.
final class Draft {
    static final int ETHERNET = 14;
    static final int IPV4 = 20;
    static final int IPV6 = 40;
    static final int GRE = 8;
    static final int TYPE_IPV6 = 0x86dd;
    static final int TCP = 6;
    static final int UDP = 17;

    /// No such header.
    static final int NONE = -1;

    private byte[] bytes;
    private ByteBuffer buffer;

    /// Where it arrives.
    int port;

    /// The outer IP header of NVGRE, or [#NONE].
    final int outer;

    /// The GRE header, or [#NONE].
    final int gre;

    /// Of the packet that the flow is of.
    final int ip;

    final int transport;
    final boolean ipv6;
    final int protocol;

    /// Whether IPv4 header checksums are made right in the end: of the outer and of the inner
    /// packet.
    boolean repairsOuter = true;

    boolean repairsInner = true;

    Draft(KnownFlows.Known of) {
        port = of.port();
        set(of.frame().clone());
        if (of.overlay()) {
            outer = ETHERNET;
            gre = outer + (type(ETHERNET) == TYPE_IPV6 ? IPV6 : IPV4);
            ip = gre + GRE + ETHERNET;
        } else {
            outer = NONE;
            gre = NONE;
            ip = ETHERNET;
        }
        ipv6 = type(ip) == TYPE_IPV6;
        protocol = u8(ip + (ipv6 ? 6 : 9));
        transport = ip + (ipv6 ? IPV6 : IPV4);
    }

    private void set(byte[] changed) {
        bytes = changed;
        buffer = ByteBuffer.wrap(bytes);
    }

    /// The EtherType before what begins there.
    private int type(int payload) {
        return u16(payload - 2);
    }

    int length() {
        return bytes.length;
    }

    boolean isOverlay() {
        return outer != NONE;
    }

    boolean isOuterIpv6() {
        return isOverlay() && gre - outer == IPV6;
    }

    boolean has(int at) {
        return at >= 0 && at < bytes.length;
    }

    int u8(int at) {
        return bytes[at] & 0xff;
    }

    int u16(int at) {
        return buffer.getShort(at) & 0xffff;
    }

    void put8(int at, int value) {
        if (has(at)) {
            bytes[at] = (byte) value;
        }
    }

    void put16(int at, int value) {
        put8(at, value >>> 8);
        put8(at + 1, value);
    }

    /// Changes one bit of `count` bytes.
    void flip(int at, int count, Random random) {
        int where = at + random.nextInt(count);
        if (has(where)) {
            bytes[where] ^= (byte) (1 << random.nextInt(8));
        }
    }

    /// Fills the rest of the frame.
    void fill(int from, Random random) {
        for (int i = from; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt();
        }
    }

    void cut(int newLength) {
        set(Arrays.copyOf(bytes, Math.max(0, newLength)));
    }

    void append(int count, Random random) {
        int from = bytes.length;
        set(Arrays.copyOf(bytes, from + count));
        fill(from, random);
    }

    void insert(int at, byte... added) {
        byte[] longer = new byte[bytes.length + added.length];
        System.arraycopy(bytes, 0, longer, 0, at);
        System.arraycopy(added, 0, longer, at, added.length);
        System.arraycopy(bytes, at, longer, at + added.length, bytes.length - at);
        set(longer);
    }

    /// Gives the packet another length and the headers theirs; new bytes are 0.
    void resize(int packetBytes) {
        set(Arrays.copyOf(bytes, ip + packetBytes));
        lengthen(0);
        if (protocol == UDP) {
            put16(transport + 4, bytes.length - transport);
        }
    }

    /// Writes the lengths of both IP headers as the frame's end says.
    ///
    /// @param error is added to the inner one
    void lengthen(int error) {
        put16(ip + (ipv6 ? 4 : 2), bytes.length - (ipv6 ? transport : ip) + error);
        lengthenOuter(0);
    }

    void lengthenOuter(int error) {
        if (isOverlay()) {
            put16(
                    outer + (isOuterIpv6() ? 4 : 2),
                    bytes.length - (isOuterIpv6() ? gre : outer) + error);
        }
    }

    /// The finished frame.
    byte[] frame() {
        if (repairsInner && !ipv6) {
            repair(ip);
        }
        if (repairsOuter && isOverlay() && !isOuterIpv6()) {
            repair(outer);
        }
        return bytes;
    }

    private void repair(int at) {
        int end = has(at) ? at + (bytes[at] & 15) * 4 : Integer.MAX_VALUE;
        if (end <= bytes.length && end >= at + IPV4) {
            put16(at + 10, 0);
            put16(at + 10, ~sum(at, end));
        }
    }

    /// Ones' complement sum of an even number of bytes.
    int sum(int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += 2) {
            sum += u16(at);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (sum & 0xffff) + (sum >>> 16);
    }
}
