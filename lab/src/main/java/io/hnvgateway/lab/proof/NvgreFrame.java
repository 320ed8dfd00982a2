package io.hnvgateway.lab.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// A hand-made NVGRE frame with a UDP datagram inside, in hexadecimal. Shares no code with the
/// gateway, so that an error there is not repeated here.
///
/// @param outer from the sending host to the gateway
/// @param vsid the virtual subnet that the frame claims
/// @param inner from the VM that the frame claims to come from
record NvgreFrame(Ends outer, int vsid, Ends inner, int destinationPort) {
    private static final int GRE_KEY_PRESENT = 0x2000;
    private static final int TRANSPARENT_ETHERNET = 0x6558;
    private static final int PROTOCOL_GRE = 47;
    private static final int PROTOCOL_UDP = 17;
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

    String hex() {
        int udpBytes = 8 + CONTENT.length;
        ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 8 + 14 + 20 + udpBytes);
        putEthernetAndIp(frame, outer, PROTOCOL_GRE, 8 + 14 + 20 + udpBytes);
        frame.putShort((short) GRE_KEY_PRESENT);
        frame.putShort((short) TRANSPARENT_ETHERNET);
        frame.putInt(vsid << 8);
        putEthernetAndIp(frame, inner, PROTOCOL_UDP, udpBytes);
        frame.putShort((short) SOURCE_PORT);
        frame.putShort((short) destinationPort);
        frame.putShort((short) udpBytes);
        frame.putShort((short) 0); // no checksum
        frame.put(CONTENT);
        return HexFormat.of().formatHex(frame.array());
    }

    private static void putEthernetAndIp(ByteBuffer frame, Ends ends, int protocol, int bytes) {
        frame.put(mac(ends.destinationMac)).put(mac(ends.sourceMac));
        frame.putShort((short) 0x0800);
        int header = frame.position();
        frame.putShort((short) 0x4500).putShort((short) (20 + bytes));
        frame.putInt(0x4000); // no identification, DF
        frame.put((byte) 64).put((byte) protocol).putShort((short) 0);
        frame.put(address(ends.source)).put(address(ends.destination));
        frame.putShort(header + 10, (short) checksum(frame, header));
    }

    private static int checksum(ByteBuffer frame, int header) {
        int sum = 0;
        for (int offset = 0; offset < 20; offset += 2) {
            sum += Short.toUnsignedInt(frame.getShort(header + offset));
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
