package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;
import java.nio.ByteBuffer;
import java.util.List;

/// A frame for each port that its data path hands up in any case, and that is in no case: NVGRE in
/// a known virtual subnet on the back end, IPv4 to a public address on the front end.
final class Markers {
    private static final int BYTES = 100;
    private static final int GRE = 47;
    private static final int UDP = 17;
    private static final int SENDER = 0xc000_02fa; // 192.0.2.250

    private final List<byte[]> frames;

    Markers(CaseConfig config) {
        JsonNode state = config.desiredState();
        int vsid = state.findValue("virtualSubnetId").asInt();
        String publicAddress = state.path("publicIPAddresses").findValue("ipAddress").asText();
        String provider = config.addresses().getFirst().address().replaceAll("/.*", "");
        byte[] tunnel = frame(config, 0, provider, GRE, 0x2000_6558L << 32 | (long) vsid << 8);
        frames =
                config.links().size() == 1
                        ? List.of(tunnel)
                        : List.of(
                                tunnel,
                                frame(config, 1, publicAddress, UDP, 0x0007_0007_0008_0000L));
    }

    byte[] of(int port) {
        return frames.get(port);
    }

    private static byte[] frame(
            CaseConfig config, int port, String destination, int protocol, long behind) {
        ByteBuffer frame = ByteBuffer.wrap(new byte[BYTES]);
        long mac = MacAddress.parse(config.links().get(port).macAddress()).bits();
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
        frame.putShort((short) 0x0200).putInt(0xfafa_fafa).putShort((short) 0x0800);
        frame.putInt(0x4500_0000 | (BYTES - 14)).putInt(0xfafa_4000);
        frame.putShort((short) (64 << 8 | protocol)).putShort((short) 0);
        frame.putInt(SENDER).putInt(Ipv4Address.parse(destination).bits());
        frame.putShort(24, checksum(frame)).putLong(behind);
        return frame.array();
    }

    private static short checksum(ByteBuffer frame) {
        int sum = 0;
        for (int at = 14; at < 34; at += 2) {
            sum += frame.getShort(at) & 0xffff;
        }
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }
}
