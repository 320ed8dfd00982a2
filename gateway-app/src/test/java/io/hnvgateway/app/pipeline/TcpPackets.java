package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// TCP segments and ICMP errors of both families as byte arrays, checksums computed the naive way.
final class TcpPackets {
    static final int SYN = 2;
    static final int ACK = 16;

    private TcpPackets() {}

    /// A segment.
    ///
    /// @param mss above 0: with that option
    record Segment(
            String from, String to, int sourcePort, int destinationPort, int flags, int mss) {
        /// The same the other way.
        Segment answer(int otherFlags) {
            return new Segment(to, from, destinationPort, sourcePort, otherFlags, mss);
        }

        /// Between other addresses.
        Segment between(String otherFrom, String otherTo) {
            return new Segment(otherFrom, otherTo, sourcePort, destinationPort, flags, mss);
        }

        Segment withMss(int other) {
            return new Segment(from, to, sourcePort, destinationPort, flags, other);
        }

        byte[] bytes(int ttl, int dataBytes) {
            int headerBytes = mss > 0 ? 24 : 20;
            ByteBuffer tcp =
                    ByteBuffer.allocate(headerBytes + dataBytes)
                            .putShort((short) sourcePort)
                            .putShort((short) destinationPort)
                            .putInt(0x0102_0304)
                            .putInt(0x0506_0708)
                            .put((byte) (headerBytes << 2))
                            .put((byte) flags)
                            .putShort((short) 8192)
                            .putInt(0);
            if (mss > 0) {
                tcp.putInt(0x0204_0000 | mss);
            }
            for (int i = 0; i < dataBytes; i++) {
                tcp.put((byte) i);
            }
            return packet(from, to, 6, ttl, tcp.array());
        }
    }

    /// A packet with DF around a transport header, whose checksum is filled in.
    static byte[] packet(String from, String to, int protocol, int ttl, byte[] transport) {
        byte[] packet =
                from.indexOf(':') < 0
                        ? ipv4(from, to, protocol, ttl, transport)
                        : ipv6(from, to, protocol, ttl, transport);
        int at = packet.length - transport.length;
        int field = at + (protocol == 6 ? 16 : 2);
        put16(packet, field, 0);
        put16(packet, field, ~transportSum(packet, at, protocol) & 0xffff);
        return packet;
    }

    private static byte[] ipv4(String from, String to, int protocol, int ttl, byte[] transport) {
        byte[] packet =
                ByteBuffer.allocate(20 + transport.length)
                        .putInt(0x4500_0000 | 20 + transport.length)
                        .putInt(0x1234_4000)
                        .putInt(ttl << 24 | protocol << 16)
                        .putInt(IpAddress.parse(from).ipv4Bits())
                        .putInt(IpAddress.parse(to).ipv4Bits())
                        .put(transport)
                        .array();
        put16(packet, 10, ~fold(sum(packet, 0, 20)) & 0xffff);
        return packet;
    }

    private static byte[] ipv6(String from, String to, int protocol, int ttl, byte[] transport) {
        IpAddress source = IpAddress.parse(from);
        IpAddress destination = IpAddress.parse(to);
        return ByteBuffer.allocate(40 + transport.length)
                .putInt(0x6000_0000)
                .putShort((short) transport.length)
                .put((byte) protocol)
                .put((byte) ttl)
                .putLong(source.high())
                .putLong(source.low())
                .putLong(destination.high())
                .putLong(destination.low())
                .put(transport)
                .array();
    }

    /// An ICMP error about the start of a packet.
    static byte[] error(
            String from, String to, int typeAndCode, int rest, byte[] about, int quotedBytes) {
        byte[] quoted = Arrays.copyOf(about, Math.min(about.length, quotedBytes));
        byte[] icmp =
                ByteBuffer.allocate(8 + quoted.length)
                        .putInt(typeAndCode << 16)
                        .putInt(rest)
                        .put(quoted)
                        .array();
        return packet(from, to, from.indexOf(':') < 0 ? 1 : 58, 61, icmp);
    }

    /// Whether all checksums of a packet are right: IPv4 header, TCP, ICMP.
    static boolean isValid(byte[] packet) {
        boolean ipv6 = packet[0] >> 4 == 6;
        int protocol = packet[ipv6 ? 6 : 9];
        boolean header = ipv6 || fold(sum(packet, 0, 20)) == 0xffff;
        return header && transportSum(packet, ipv6 ? 40 : 20, protocol) == 0xffff;
    }

    private static int transportSum(byte[] packet, int at, int protocol) {
        int bytes = packet.length - at;
        long pseudo =
                protocol == 1
                        ? 0
                        : (at == 40 ? sum(packet, 8, 32) : sum(packet, 12, 8)) + protocol + bytes;
        return fold(pseudo + sum(packet, at, bytes));
    }

    private static long sum(byte[] bytes, int from, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (long) (bytes[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    private static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }
}
