package io.hnvgateway.lab.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// A hand-made NVGRE frame, in hexadecimal. Shares no code with the gateway, so that an error there
/// is not repeated here.
///
/// @param outer from the sending host to the gateway
/// @param vsid the virtual subnet that the frame claims
/// @param inner from the VM, or the host itself, that the frame claims to come from
/// @param protocol of the inner packet
/// @param hexPayload what the inner packet carries
record NvgreFrame(Ends outer, int vsid, Ends inner, int protocol, String hexPayload) {
    private static final int GRE_KEY_PRESENT = 0x2000;
    private static final int TRANSPARENT_ETHERNET = 0x6558;
    private static final int PROTOCOL_GRE = 47;
    private static final int PROTOCOL_UDP = 17;
    private static final int PROTOCOL_ICMP = 1;
    private static final int REDIRECT_OF_A_VM = 5 << 8 | 10;
    private static final int SOURCE_PORT = 40400;
    private static final byte[] CONTENT = "forged or not".getBytes(StandardCharsets.US_ASCII);

    /// MAC and IPv4 addresses of two ends, as text.
    record Ends(String sourceMac, String destinationMac, String source, String destination) {
        Ends from(String otherSource) {
            return new Ends(sourceMac, destinationMac, otherSource, destination);
        }

        Ends to(String otherDestination) {
            return new Ends(sourceMac, destinationMac, source, otherDestination);
        }
    }

    /// With a UDP datagram.
    static NvgreFrame udp(Ends outer, int vsid, Ends inner, int destinationPort) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + CONTENT.length);
        datagram.putShort((short) SOURCE_PORT).putShort((short) destinationPort);
        datagram.putShort((short) datagram.capacity()).putShort((short) 0); // no checksum
        datagram.put(CONTENT);
        return new NvgreFrame(outer, vsid, inner, PROTOCOL_UDP, hexOf(datagram));
    }

    /// With a host's message that a VM is behind another provider address now (MS-NVGREE §2.2).
    ///
    /// @param lost source and destination of a packet that came too late
    static NvgreFrame redirect(Ends outer, int vsid, String newProviderAddress, Ends lost) {
        ByteBuffer message = ByteBuffer.allocate(8 + 20 + 8);
        message.putShort((short) REDIRECT_OF_A_VM).putShort((short) 0);
        message.put(address(newProviderAddress));
        putIp(message, lost, PROTOCOL_UDP, 8);
        message.putShort(2, (short) checksum(message, 0, message.capacity()));
        return new NvgreFrame(outer, vsid, outer, PROTOCOL_ICMP, hexOf(message));
    }

    private static String hexOf(ByteBuffer content) {
        byte[] bytes = new byte[content.capacity()];
        content.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String hex() {
        byte[] payload = HexFormat.of().parseHex(hexPayload);
        int innerBytes = 20 + payload.length;
        ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 8 + 14 + innerBytes);
        putEthernetAndIp(frame, outer, PROTOCOL_GRE, 8 + 14 + innerBytes);
        frame.putShort((short) GRE_KEY_PRESENT);
        frame.putShort((short) TRANSPARENT_ETHERNET);
        frame.putInt(vsid << 8);
        putEthernetAndIp(frame, inner, protocol, payload.length);
        frame.put(payload);
        return hexOf(frame);
    }

    private static void putEthernetAndIp(ByteBuffer frame, Ends ends, int protocol, int bytes) {
        frame.put(mac(ends.destinationMac)).put(mac(ends.sourceMac));
        frame.putShort((short) 0x0800);
        putIp(frame, ends, protocol, bytes);
    }

    private static void putIp(ByteBuffer frame, Ends ends, int protocol, int bytes) {
        int header = frame.position();
        frame.putShort((short) 0x4500).putShort((short) (20 + bytes));
        frame.putInt(0x4000); // no identification, DF
        frame.put((byte) 64).put((byte) protocol).putShort((short) 0);
        frame.put(address(ends.source)).put(address(ends.destination));
        frame.putShort(header + 10, (short) checksum(frame, header, 20));
    }

    private static int checksum(ByteBuffer frame, int from, int bytes) {
        int sum = 0;
        for (int offset = 0; offset < bytes; offset += 2) {
            sum += Short.toUnsignedInt(frame.getShort(from + offset));
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~(sum + (sum >>> 16)) & 0xffff;
    }

    private static byte[] mac(String text) {
        return HexFormat.ofDelimiter(":").parseHex(text);
    }

    private static byte[] address(String text) {
        byte[] bytes = new byte[4];
        List<String> parts = List.of(text.split("\\.", -1));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts.get(i));
        }
        return bytes;
    }
}
