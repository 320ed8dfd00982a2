package io.hnvgateway.dataplane.net;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Frames made by hand.
public final class Frames {
    public static final String TO_DEVICE = "020000000001";
    public static final String BROADCAST = "ffffffffffff";
    private static final String FROM_PEER = "020000000002";

    private Frames() {}

    /// Joins hexadecimal pieces; spaces are ignored.
    public static byte[] hex(String... pieces) {
        return HexFormat.of().parseHex(String.join("", pieces).replace(" ", ""));
    }

    /// An Ethernet frame from the peer, padded to 60 bytes.
    public static byte[] ethernet(String to, String type, byte[] payload) {
        byte[] frame = new byte[Math.max(60, 14 + payload.length)];
        System.arraycopy(hex(to, FROM_PEER, type), 0, frame, 0, 14);
        System.arraycopy(payload, 0, frame, 14, payload.length);
        return frame;
    }

    /// As [#ethernet], in a VLAN (802.1Q).
    public static byte[] tagged(int vlan, String to, String type, byte[] payload) {
        return tagged("8100", vlan, to, type, payload);
    }

    /// @param tagType `8100` (802.1Q) or `88a8` (802.1ad)
    public static byte[] tagged(String tagType, int vlan, String to, String type, byte[] payload) {
        byte[] tag = ByteBuffer.allocate(4).putShort((short) vlan).put(hex(type)).array();
        byte[] behind = new byte[tag.length + payload.length];
        System.arraycopy(tag, 0, behind, 0, tag.length);
        System.arraycopy(payload, 0, behind, tag.length, payload.length);
        return ethernet(to, tagType, behind);
    }

    /// An IPv4 packet from 192.0.2.9.
    public static byte[] ipv4(String to, int protocol, byte[] payload) {
        return ipv4("192.0.2.9", to, protocol, payload);
    }

    public static byte[] ipv4(String from, String to, int protocol, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
        packet.putShort((short) 0x4500).putShort((short) (20 + payload.length));
        packet.putInt(0x1234_0000).put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.putInt(Ipv4Address.parse(from).bits()).putInt(Ipv4Address.parse(to).bits());
        packet.put(payload);
        packet.putShort(10, (short) checksum(packet.array(), 20));
        return packet.array();
    }

    private static int checksum(byte[] bytes, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(length);
            MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, length);
            Memory.register(copy);
            int checksum = Checksum.finish(Checksum.sum(copy.address(), length));
            Memory.unregister(copy);
            return checksum;
        }
    }

    public static byte[] udp(int sourcePort, int destinationPort) {
        return ByteBuffer.allocate(16)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putShort((short) 16)
                .array();
    }

    /// NVGRE with an inner ARP frame of zeros.
    public static byte[] nvgre(int vsid) {
        return ByteBuffer.allocate(8 + 60).putInt(0x2000_6558).putInt(vsid << 8).array();
    }

    /// An ARP request of the peer for `target`.
    public static byte[] arpRequest(String target) {
        return ByteBuffer.allocate(28)
                .put(hex("0001 0800 06 04 0001", FROM_PEER))
                .putInt(Ipv4Address.parse("192.0.2.9").bits())
                .put(new byte[6])
                .putInt(Ipv4Address.parse(target).bits())
                .array();
    }

    /// An IPv6 packet from fe80::9 without payload.
    public static byte[] ipv6(String to, int nextHeader) {
        return ipv6("fe80::9", to, nextHeader, new byte[0]);
    }

    public static byte[] ipv6(String from, String to, int nextHeader, byte[] payload) {
        return ByteBuffer.allocate(40 + payload.length)
                .putInt(0x6000_0000)
                .putShort((short) payload.length)
                .put((byte) nextHeader)
                .put((byte) 255)
                .put(octets(from))
                .put(octets(to))
                .put(payload)
                .array();
    }

    /// A neighbour solicitation (135) or advertisement (136), without options.
    public static byte[] neighborMessage(int type, String target) {
        return ByteBuffer.allocate(24).put((byte) type).position(8).put(octets(target)).array();
    }

    private static byte[] octets(String ipv6) {
        IpAddress address = IpAddress.parse(ipv6);
        return ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
    }
}
