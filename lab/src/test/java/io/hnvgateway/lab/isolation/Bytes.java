package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Frames as the test builds and reads them, apart from the gateway's own code.
final class Bytes {
    static final int ETHERNET = 14;
    static final int IP = 20;
    static final int IPV6 = 40;
    static final int GRE_BYTES = 8;
    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_ARP = 0x0806;
    static final int TYPE_IPV6 = 0x86dd;
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int GRE = 47;
    static final int ICMPV6 = 58;

    private Bytes() {}

    static byte[] ethernet(long destination, long source, int type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + payload.length);
        mac(frame, destination);
        mac(frame, source);
        return frame.putShort((short) type).put(payload).array();
    }

    /// A frame with an IP packet of the type that the packet's first bits tell.
    static byte[] ethernet(long destination, long source, byte[] packet) {
        return ethernet(destination, source, packet[0] >>> 4 == 6 ? TYPE_IPV6 : TYPE_IPV4, packet);
    }

    private static void mac(ByteBuffer frame, long mac) {
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
    }

    /// A whole packet of the family of its addresses.
    static byte[] ip(
            IpAddress source, IpAddress destination, int ttl, int protocol, byte[] payload) {
        return destination.isIpv4()
                ? ipv4(source, destination, ttl << 8 | protocol, 0x4000, payload)
                : ipv6(source, destination, ttl << 8 | protocol, new byte[0], payload);
    }

    /// An IPv4 packet.
    ///
    /// @param fragment the 16 bits of flags and offset
    static byte[] ipv4(
            IpAddress source,
            IpAddress destination,
            int protocolAndTtl,
            int fragment,
            byte[] payload) {
        ByteBuffer ip = ByteBuffer.allocate(IP + payload.length);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) ip.capacity());
        ip.putShort((short) 0x1234).putShort((short) fragment);
        ip.put((byte) (protocolAndTtl >>> 8)).put((byte) protocolAndTtl).putShort((short) 0);
        ip.putInt((int) source.low()).putInt((int) destination.low()).put(payload);
        ip.putShort(10, (short) ~sum(0, Arrays.copyOf(ip.array(), IP)));
        return ip.array();
    }

    /// An IPv6 packet; a UDP, TCP or ICMPv6 checksum is made right.
    ///
    /// @param extensions whole headers, the last one's first byte names the protocol; or empty
    static byte[] ipv6(
            IpAddress source,
            IpAddress destination,
            int protocolAndHopLimit,
            byte[] extensions,
            byte[] payload) {
        int protocol = protocolAndHopLimit & 255;
        byte[] body = payload.clone();
        int checksumAt = checksumAt(protocol);
        ByteBuffer ip = ByteBuffer.allocate(IPV6 + extensions.length + body.length);
        ip.putInt(6 << 28).putShort((short) (extensions.length + body.length));
        ip.put((byte) protocol).put((byte) (protocolAndHopLimit >>> 8));
        ip.putLong(source.high()).putLong(source.low());
        ip.putLong(destination.high()).putLong(destination.low());
        if (checksumAt >= 0 && body.length >= checksumAt + 2) {
            int pseudo = protocol + body.length;
            pseudo += sum(0, Arrays.copyOfRange(ip.array(), 8, IPV6));
            ByteBuffer.wrap(body).putShort(checksumAt, (short) 0);
            ByteBuffer.wrap(body).putShort(checksumAt, (short) ~sum(pseudo, body));
        }
        return ip.put(extensions).put(body).array();
    }

    private static int checksumAt(int protocol) {
        return switch (protocol) {
            case TCP -> 16;
            case UDP -> 6;
            case ICMPV6 -> 2;
            default -> -1;
        };
    }

    /// Puts an extension header between an IPv6 header and what follows it.
    ///
    /// @param kind its protocol number
    /// @param rest what follows its first byte, to 8 bytes
    static byte[] extended(byte[] packet, int kind, byte[] rest) {
        ByteBuffer longer = ByteBuffer.allocate(packet.length + 8);
        longer.put(packet, 0, IPV6).put(packet[6]).put(Arrays.copyOf(rest, 7));
        longer.put(packet, IPV6, packet.length - IPV6);
        longer.putShort(4, (short) (longer.capacity() - IPV6)).put(6, (byte) kind);
        return longer.array();
    }

    static byte[] transport(int protocol, int ports, int flags, byte[] payload) {
        ByteBuffer b = ByteBuffer.allocate((protocol == TCP ? 20 : 8) + payload.length);
        if (protocol == TCP) {
            b.putInt(ports).putInt(1000).putInt(2000).put((byte) 0x50).put((byte) flags);
            b.putShort((short) 1000).putInt(0);
        } else {
            b.putInt(ports).putShort((short) b.capacity()).putShort((short) 0);
        }
        return b.put(payload).array();
    }

    /// An ICMP message; in IPv6 the checksum is made with the packet.
    static byte[] icmp(int typeAndCode, int rest, byte[] payload) {
        ByteBuffer b = ByteBuffer.allocate(8 + payload.length);
        b.putShort((short) typeAndCode).putShort((short) 0).putInt(rest).put(payload);
        b.putShort(2, (short) ~sum(0, b.array()));
        return b.array();
    }

    /// A packet of either outer family with an inner Ethernet frame in it.
    static byte[] nvgre(IpAddress host, IpAddress gateway, int vsid, byte[] inner) {
        ByteBuffer gre = ByteBuffer.allocate(GRE_BYTES + inner.length);
        gre.putInt(0x20006558).putInt(vsid << 8).put(inner);
        return ip(host, gateway, 64, GRE, gre.array());
    }

    static byte[] address(IpAddress address) {
        return address.isIpv4()
                ? ByteBuffer.allocate(4).putInt((int) address.low()).array()
                : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
    }

    static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /// Ones' complement sum.
    private static int sum(int start, byte[] bytes) {
        long sum = start;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 255L) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    static int u32(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getInt(at);
    }

    static int u16(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getShort(at) & 0xffff;
    }

    static long mac(byte[] frame, int at) {
        return (long) u16(frame, at) << 32 | Integer.toUnsignedLong(u32(frame, at + 2));
    }

    static byte[] macBytes(long mac) {
        ByteBuffer bytes = ByteBuffer.allocate(6);
        mac(bytes, mac);
        return bytes.array();
    }

    static String text(byte[] frame) {
        return new String(frame, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
