package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An IP header of either family as it stands in a frame, read apart from the gateway's own code.
///
/// @param protocol of the upper layer
/// @param payload where that begins: behind the extension headers
record Headers(IpAddress source, IpAddress destination, int protocol, int payload) {
    private static final int MOST_EXTENSIONS = 8;

    /// The header behind an Ethernet header; null when no whole one is there.
    static @Nullable Headers in(byte[] frame, int ethernet) {
        if (frame.length < ethernet + Bytes.ETHERNET) {
            return null;
        }
        return switch (Bytes.u16(frame, ethernet + 12)) {
            case Bytes.TYPE_IPV4 -> ipv4(frame, ethernet + Bytes.ETHERNET);
            case Bytes.TYPE_IPV6 -> ipv6(frame, ethernet + Bytes.ETHERNET);
            default -> null;
        };
    }

    /// The header of the packet that an ICMP error quotes; null when no whole one is there.
    @Nullable Headers quoted(byte[] frame) {
        int at = payload + 8;
        return at >= frame.length ? null : frame[at] >>> 4 == 6 ? ipv6(frame, at) : ipv4(frame, at);
    }

    boolean isIcmpError(byte[] frame) {
        if (payload >= frame.length) {
            return false;
        }
        int type = frame[payload] & 255;
        return protocol == Bytes.ICMPV6
                ? type < 128
                : protocol == Bytes.ICMP && ((type >= 3 && type <= 5) || type == 11 || type == 12);
    }

    boolean isNeighborDiscovery(byte[] frame) {
        int type = payload < frame.length ? frame[payload] & 255 : 0;
        return protocol == Bytes.ICMPV6 && type >= 133 && type <= 137;
    }

    private static @Nullable Headers ipv4(byte[] frame, int at) {
        if (frame.length < at + Bytes.IP || frame[at] >>> 4 != 4) {
            return null;
        }
        return new Headers(
                IpAddress.ofIpv4(Bytes.u32(frame, at + 12)),
                IpAddress.ofIpv4(Bytes.u32(frame, at + 16)),
                frame[at + 9] & 255,
                at + (frame[at] & 15) * 4);
    }

    private static @Nullable Headers ipv6(byte[] frame, int at) {
        if (frame.length < at + Bytes.IPV6 || frame[at] >>> 4 != 6) {
            return null;
        }
        int protocol = frame[at + 6] & 255;
        int payload = at + Bytes.IPV6;
        for (int i = 0; i < MOST_EXTENSIONS && payload + 8 <= frame.length; i++) {
            if (protocol != 0 && protocol != 43 && protocol != 44 && protocol != 60) {
                break;
            }
            int bytes = protocol == 44 ? 8 : 8 + (frame[payload + 1] & 255) * 8;
            protocol = frame[payload] & 255;
            payload += bytes;
        }
        return new Headers(address(frame, at + 8), address(frame, at + 24), protocol, payload);
    }

    private static IpAddress address(byte[] frame, int at) {
        ByteBuffer bytes = ByteBuffer.wrap(frame, at, 16);
        return new IpAddress(bytes.getLong(), bytes.getLong());
    }
}
