package io.hnvgateway.app.tunnels;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv6Header;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What a router said about a packet of a tunnel that was too big for its next link: an ICMP error
/// with the beginning of that packet (RFC 1191 §4, RFC 8201 §3).
///
/// @param local, remote outer addresses of the packet, as it was sent
/// @param protocol of the packet: ESP, GRE, or UDP around ESP
/// @param ports UDP: source port in the upper half, destination port in the lower; else 0
/// @param number SPI of ESP, key of GRE; [#UNTOLD] when the error does not reach so far, or there
///   is none
/// @param mtuBytes of the next link, never below what any link must take
record PathMtuNotice(
        IpAddress local, IpAddress remote, int protocol, int ports, long number, int mtuBytes) {
    static final long UNTOLD = -1;

    /// Lower ones are taken for this: who forges an error may make a tunnel slower, not useless.
    static final int LEAST_IPV4_BYTES = 576;

    /// RFC 8200 §5; of IPv4, too, where the error does not say which tunnel's packet it was.
    static final int LEAST_IPV6_BYTES = Ipv6Header.LEAST_MTU_BYTES;

    private static final int UNREACHABLE = 3;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int TOO_BIG = 2;
    private static final int ICMP_BYTES = 8;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int UDP_BYTES = 8;
    private static final int GRE_KEY_PRESENT = 0x2000;

    /// Of routers that name no MTU (RFC 1191 §7.1), those a tunnel may meet.
    private static final int[] PLATEAUS = {17_914, 8_166, 4_352, 2_002, 1_492, 1_006};

    /// Reads an IPv4 packet with an error.
    ///
    /// @return empty when it is no such error, or not whole
    static Optional<PathMtuNotice> ipv4(ByteBuffer packet) {
        int headerBytes = headerBytes(packet, 0);
        int total = packet.limit();
        if (headerBytes == 0 || total < headerBytes + ICMP_BYTES + IPV4_BYTES) {
            return Optional.empty();
        }
        int type = packet.get(headerBytes);
        int code = packet.get(headerBytes + 1);
        if (type != UNREACHABLE
                || code != FRAGMENTATION_NEEDED
                || !isWhole(packet, headerBytes, total)) {
            return Optional.empty();
        }
        int original = headerBytes + ICMP_BYTES;
        int originalHeader = headerBytes(packet, original);
        boolean laterFragment = (packet.getShort(original + 6) & 0x1fff) != 0;
        if (originalHeader == 0 || laterFragment) {
            return Optional.empty();
        }
        int named = Short.toUnsignedInt(packet.getShort(headerBytes + 6));
        int originalBytes = Short.toUnsignedInt(packet.getShort(original + 2));
        int mtuBytes = named == 0 ? plateau(originalBytes) : named;
        if (mtuBytes >= originalBytes) {
            return Optional.empty();
        }
        return of(
                packet,
                packet.get(original + 9) & 0xff,
                original + originalHeader,
                IpAddress.ofIpv4(packet.getInt(original + 12)),
                IpAddress.ofIpv4(packet.getInt(original + 16)),
                Math.max(LEAST_IPV4_BYTES, mtuBytes));
    }

    /// Reads an ICMPv6 message.
    static Optional<PathMtuNotice> ipv6(ByteBuffer message) {
        if (message.limit() < ICMP_BYTES + IPV6_BYTES
                || message.get(0) != TOO_BIG
                || (message.get(ICMP_BYTES) & 0xf0) != 0x60) {
            return Optional.empty();
        }
        long mtuBytes = Integer.toUnsignedLong(message.getInt(4));
        if (mtuBytes >= IPV6_BYTES + Short.toUnsignedInt(message.getShort(ICMP_BYTES + 4))) {
            return Optional.empty();
        }
        return of(
                message,
                message.get(ICMP_BYTES + 6) & 0xff,
                ICMP_BYTES + IPV6_BYTES,
                new IpAddress(message.getLong(ICMP_BYTES + 8), message.getLong(ICMP_BYTES + 16)),
                new IpAddress(message.getLong(ICMP_BYTES + 24), message.getLong(ICMP_BYTES + 32)),
                Math.clamp(mtuBytes, LEAST_IPV6_BYTES, 0xffff));
    }

    /// Bytes of an IPv4 header; 0 when it is none or not there whole.
    private static int headerBytes(ByteBuffer packet, int at) {
        if (packet.limit() < at + IPV4_BYTES || (packet.get(at) & 0xf0) != 0x40) {
            return 0;
        }
        int bytes = (packet.get(at) & 0xf) * 4;
        return bytes < IPV4_BYTES || packet.limit() < at + bytes ? 0 : bytes;
    }

    /// A raw socket gets messages whose checksum nobody has looked at (RFC 1071).
    private static boolean isWhole(ByteBuffer packet, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (long) (packet.get(i) & 0xff) << ((i - from & 1) == 0 ? 8 : 0);
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        sum = (sum >>> 16) + (sum & 0xffff);
        return sum == 0xffff;
    }

    private static int plateau(int originalBytes) {
        for (int plateau : PLATEAUS) {
            if (plateau < originalBytes) {
                return plateau;
            }
        }
        return LEAST_IPV4_BYTES;
    }

    private static Optional<PathMtuNotice> of(
            ByteBuffer bytes,
            int protocol,
            int at,
            IpAddress local,
            IpAddress remote,
            int mtuBytes) {
        return switch (protocol) {
            case IpProtocol.ESP ->
                    bytes.limit() < at + 4
                            ? Optional.empty()
                            : Optional.of(
                                    new PathMtuNotice(
                                            local, remote, protocol, 0, u32(bytes, at), mtuBytes));
            case IpProtocol.UDP ->
                    bytes.limit() < at + 4
                            ? Optional.empty()
                            : Optional.of(
                                    new PathMtuNotice(
                                            local,
                                            remote,
                                            protocol,
                                            bytes.getInt(at),
                                            u32(bytes, at + UDP_BYTES),
                                            mtuBytes));
            case IpProtocol.GRE -> gre(bytes, at, local, remote, mtuBytes);
            default -> Optional.empty();
        };
    }

    private static Optional<PathMtuNotice> gre(
            ByteBuffer bytes, int at, IpAddress local, IpAddress remote, int mtuBytes) {
        if (bytes.limit() < at + 4) {
            return Optional.empty();
        }
        boolean keyed = (bytes.getShort(at) & GRE_KEY_PRESENT) != 0;
        if (keyed && bytes.limit() < at + 8) {
            return Optional.empty();
        }
        long key = keyed ? u32(bytes, at + 4) : UNTOLD;
        return Optional.of(new PathMtuNotice(local, remote, IpProtocol.GRE, 0, key, mtuBytes));
    }

    private static long u32(ByteBuffer bytes, int at) {
        return bytes.limit() < at + 4 ? UNTOLD : Integer.toUnsignedLong(bytes.getInt(at));
    }
}
