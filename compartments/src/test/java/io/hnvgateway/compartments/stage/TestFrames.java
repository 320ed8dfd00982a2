package io.hnvgateway.compartments.stage;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Frames as bytes, built layer by layer with right checksums.
final class TestFrames {
    private TestFrames() {}

    static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static byte[] ethernet(long destination, long source, int type, byte[] payload) {
        ByteBuffer header = ByteBuffer.allocate(14);
        header.putShort((short) (destination >>> 32)).putInt((int) destination);
        header.putShort((short) (source >>> 32)).putInt((int) source).putShort((short) type);
        return join(header.array(), payload);
    }

    static byte[] nvgre(int vsid, byte[] inner) {
        byte[] gre = ByteBuffer.allocate(8).putInt(0x20006558).putInt(vsid << 8 | 0x5a).array();
        return join(gre, inner);
    }

    static byte[] ipv4(String source, String destination, int protocol, byte[] payload) {
        ByteBuffer ip = ByteBuffer.allocate(20);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length));
        ip.putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0);
        ip.putInt(IpAddress.parse(source).ipv4Bits());
        ip.putInt(IpAddress.parse(destination).ipv4Bits());
        ip.putShort(10, (short) checksum(ip.array()));
        return join(ip.array(), payload);
    }

    static byte[] ipv6(String source, String destination, int next, int hops, byte[] payload) {
        ByteBuffer ip = ByteBuffer.allocate(40);
        ip.putInt(0x60000000).putShort((short) payload.length).put((byte) next).put((byte) hops);
        ip.put(bytes(source)).put(bytes(destination));
        return join(ip.array(), payload);
    }

    static byte[] bytes(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return ByteBuffer.allocate(16).putLong(parsed.high()).putLong(parsed.low()).array();
    }

    static byte[] icmp(int type, int code, int rest, byte[] body) {
        ByteBuffer icmp = ByteBuffer.allocate(8 + body.length);
        icmp.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest).put(body);
        icmp.putShort(2, (short) checksum(icmp.array()));
        return icmp.array();
    }

    /// A whole IPv6 packet with an ICMPv6 message.
    static byte[] icmp6(
            String source, String destination, int hops, int typeAndCode, byte[] afterChecksum) {
        ByteBuffer icmp = ByteBuffer.allocate(4 + afterChecksum.length);
        icmp.putShort((short) typeAndCode).putShort((short) 0).put(afterChecksum);
        ByteBuffer pseudo = ByteBuffer.allocate(40 + icmp.capacity());
        pseudo.put(bytes(source)).put(bytes(destination)).putInt(icmp.capacity()).putInt(58);
        pseudo.put(icmp.array());
        icmp.putShort(2, (short) checksum(pseudo.array()));
        return ipv6(source, destination, 58, hops, icmp.array());
    }

    /// A neighbour solicitation or advertisement.
    ///
    /// @param flags R, S and O in the high three of eight bits
    static byte[] neighbor(
            String source, String destination, int type, int flags, String target, byte[] options) {
        byte[] rest = ByteBuffer.allocate(4).putInt(flags << 24).array();
        return icmp6(source, destination, 255, type << 8, join(rest, bytes(target), options));
    }

    static byte[] linkLayer(int kind, long mac) {
        ByteBuffer option = ByteBuffer.allocate(8).put((byte) kind).put((byte) 1);
        return option.putShort((short) (mac >>> 32)).putInt((int) mac).array();
    }

    static byte[] arp(int operation, long senderMac, String sender, String target) {
        ByteBuffer arp = ByteBuffer.allocate(28).putLong(0x0001_0800_0604_0000L);
        arp.putShort(6, (short) operation);
        arp.putShort((short) (senderMac >>> 32)).putInt((int) senderMac);
        arp.putInt(IpAddress.parse(sender).ipv4Bits());
        arp.putShort((short) 0).putInt(0).putInt(IpAddress.parse(target).ipv4Bits());
        return arp.array();
    }

    static byte[] udp(int from, int to, byte[] data) {
        ByteBuffer udp = ByteBuffer.allocate(8 + data.length).putShort((short) from);
        return udp.putShort((short) to)
                .putShort((short) (8 + data.length))
                .putShort((short) 0xbeef)
                .put(data)
                .array();
    }

    static int checksum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
            sum += (bytes[i] & 0xff) << 8 | low;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }
}
