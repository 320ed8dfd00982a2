package io.hnvgateway.packet.flow;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Ethernet frames with IPv4 packets, and their checksums computed the plain way: independent of
/// the code under test.
final class TestPackets {
    static final int IDENTIFICATION = 0x1234;
    private static final int SOURCE = 0xc6336401;
    private static final int DESTINATION = 0xcb007101;
    private static final int ETHERNET = 14;
    private static final byte[] SOURCE6 =
            HexFormat.of().parseHex("20010db8000000000000000000000063");
    private static final byte[] DESTINATION6 =
            HexFormat.of().parseHex("fd000000000000000000000000000004");

    private TestPackets() {}

    static byte[] tcp(byte[] data) {
        ByteBuffer tcp = ByteBuffer.allocate(20 + data.length);
        tcp.putShort((short) 40000).putShort((short) 443).putInt(1).putInt(2);
        tcp.putShort((short) 0x5018).putShort((short) 1024).putInt(0).put(data);
        tcp.putShort(16, (short) transportChecksum(6, tcp.array()));
        return ip(6, tcp.array(), 0x4000);
    }

    static byte[] udp(byte[] data) {
        return ip(17, udpPayload(data), 0x4000);
    }

    static byte[] udpPayload() {
        return udpPayload(new byte[] {9, 8, 7, 6});
    }

    private static byte[] udpPayload(byte[] data) {
        ByteBuffer udp = ByteBuffer.allocate(8 + data.length);
        udp.putShort((short) 40000).putShort((short) 53);
        udp.putShort((short) udp.capacity()).putShort((short) 0).put(data);
        int checksum = transportChecksum(17, udp.array());
        udp.putShort(6, (short) (checksum == 0 ? 0xffff : checksum));
        return udp.array();
    }

    /// A datagram whose checksum is 0 once its source is `address` and `port`: two data bytes are
    /// chosen so.
    static byte[] udpThatSumsToZero(int address, int port) {
        ByteBuffer udp = ByteBuffer.wrap(udpPayload(new byte[] {0, 0}));
        ByteBuffer later = ByteBuffer.wrap(udp.array().clone());
        later.putShort(0, (short) port).putShort(6, (short) 0);
        int missing = ~fold(sum(later.array()) + pseudo(address, DESTINATION, 17, 10)) & 0xffff;
        byte[] data = {(byte) (missing >>> 8), (byte) missing};
        return ip(17, udpPayload(data), 0x4000);
    }

    static byte[] echo(byte[] data) {
        ByteBuffer icmp = ByteBuffer.allocate(8 + data.length);
        icmp.put((byte) 8).put((byte) 0).putShort((short) 0);
        icmp.putShort((short) 0x0102).putShort((short) 1).put(data);
        icmp.putShort(2, (short) (~fold(sum(icmp.array())) & 0xffff));
        return ip(1, icmp.array(), 0x4000);
    }

    static byte[] laterFragment(int protocol, byte[] data) {
        return ip(protocol, data, 185);
    }

    static byte[] ip(int protocol, byte[] payload, int flagsAndOffset) {
        ByteBuffer frame = ByteBuffer.allocate(Math.max(60, ETHERNET + 20 + payload.length));
        frame.putShort(12, (short) 0x0800).position(ETHERNET);
        frame.putShort((short) 0x4500).putShort((short) (20 + payload.length));
        frame.putShort((short) IDENTIFICATION).putShort((short) flagsAndOffset);
        frame.put((byte) 64).put((byte) protocol).putShort((short) 0);
        frame.putInt(SOURCE).putInt(DESTINATION).put(payload);
        byte[] header = new byte[20];
        frame.get(ETHERNET, header);
        frame.putShort(ETHERNET + 10, (short) (~fold(sum(header)) & 0xffff));
        return frame.array();
    }

    /// An IPv6 packet of any upper layer; its checksum is made when `checksumAt` is not negative.
    static byte[] ipv6(int protocol, byte[] payload, int checksumAt) {
        if (checksumAt >= 0) {
            ByteBuffer upper = ByteBuffer.wrap(payload);
            upper.putShort(checksumAt, (short) 0);
            long sum = sum(SOURCE6) + sum(DESTINATION6) + protocol + payload.length;
            int checksum = ~fold(sum + sum(payload)) & 0xffff;
            upper.putShort(checksumAt, (short) (checksum == 0 ? 0xffff : checksum));
        }
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + 40 + payload.length);
        frame.putShort(12, (short) 0x86dd).position(ETHERNET);
        frame.putInt(0x60000000).putShort((short) payload.length);
        frame.put((byte) protocol).put((byte) 64).put(SOURCE6).put(DESTINATION6).put(payload);
        return frame.array();
    }

    /// Whether the checksum over `payload`, in a packet with the addresses of `ip6`, is right.
    static boolean transportChecksumFits6(ByteBuffer ip6, int protocol, byte[] payload) {
        byte[] addresses = new byte[32];
        ip6.get(8, addresses);
        return fold(sum(addresses) + protocol + payload.length + sum(payload)) == 0xffff;
    }

    static boolean ipChecksumFits(ByteBuffer ip) {
        byte[] header = new byte[20];
        ip.get(0, header);
        return fold(sum(header)) == 0xffff;
    }

    static boolean transportChecksumFits(ByteBuffer ip) {
        byte[] payload = new byte[(ip.getShort(2) & 0xffff) - 20];
        ip.get(20, payload);
        int protocol = ip.get(9);
        long pseudo =
                protocol == 1 ? 0 : pseudo(ip.getInt(12), ip.getInt(16), protocol, payload.length);
        return fold(sum(payload) + pseudo) == 0xffff;
    }

    static int naiveFlowId(int source, int destination, int protocol) {
        int folded = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            folded ^= (source ^ destination ^ protocol) >>> shift & 0xff;
        }
        return folded;
    }

    private static int transportChecksum(int protocol, byte[] transport) {
        long pseudo = pseudo(SOURCE, DESTINATION, protocol, transport.length);
        return ~fold(sum(transport) + pseudo) & 0xffff;
    }

    private static long pseudo(int source, int destination, int protocol, int bytes) {
        return (long) (source >>> 16)
                + (source & 0xffff)
                + (destination >>> 16)
                + (destination & 0xffff)
                + protocol
                + bytes;
    }

    private static long sum(byte[] bytes) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
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
}
