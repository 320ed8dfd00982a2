package io.hnvgateway.lab.isolation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Frames as the test builds and reads them, apart from the gateway's own code.
final class Bytes {
    static final int ETHERNET = 14;
    static final int IP = 20;
    static final int NVGRE = ETHERNET + IP + 8 + ETHERNET;

    private Bytes() {}

    static byte[] ethernet(long destination, long source, int type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + payload.length);
        mac(frame, destination);
        mac(frame, source);
        return frame.putShort((short) type).put(payload).array();
    }

    private static void mac(ByteBuffer frame, long mac) {
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
    }

    /// An IPv4 packet.
    ///
    /// @param fragment the 16 bits of flags and offset
    static byte[] ipv4(
            int source, int destination, int protocolAndTtl, int fragment, byte[] payload) {
        ByteBuffer ip = ByteBuffer.allocate(IP + payload.length);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) ip.capacity());
        ip.putShort((short) 0x1234).putShort((short) fragment);
        ip.put((byte) (protocolAndTtl >>> 8)).put((byte) protocolAndTtl).putShort((short) 0);
        ip.putInt(source).putInt(destination).put(payload);
        ip.putShort(10, (short) ~sum(ip.array(), 0, IP));
        return ip.array();
    }

    static byte[] transport(int protocol, int ports, int flags, byte[] payload) {
        ByteBuffer b = ByteBuffer.allocate((protocol == 6 ? 20 : 8) + payload.length);
        if (protocol == 6) {
            b.putInt(ports).putInt(1000).putInt(2000).put((byte) 0x50).put((byte) flags);
            b.putShort((short) 1000).putInt(0);
        } else {
            b.putInt(ports).putShort((short) b.capacity()).putShort((short) 0);
        }
        return b.put(payload).array();
    }

    static byte[] icmp(int typeAndCode, int rest, byte[] payload) {
        ByteBuffer b = ByteBuffer.allocate(8 + payload.length);
        b.putShort((short) typeAndCode).putShort((short) 0).putInt(rest).put(payload);
        b.putShort(2, (short) ~sum(b.array(), 0, b.capacity()));
        return b.array();
    }

    static byte[] nvgre(long[] macs, int providerSource, int vsid, byte[] innerPacket) {
        byte[] inner = ethernet(macs[0], macs[1], 0x0800, innerPacket);
        ByteBuffer gre = ByteBuffer.allocate(8 + inner.length);
        gre.putInt(0x20006558).putInt(vsid << 8).put(inner);
        return ipv4(providerSource, World.GATEWAY_PA, 64 << 8 | 47, 0x4000, gre.array());
    }

    private static int sum(byte[] bytes, int from, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (bytes[from + i] & 255L) << (i % 2 == 0 ? 8 : 0);
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

    static String text(byte[] frame) {
        return new String(frame, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
