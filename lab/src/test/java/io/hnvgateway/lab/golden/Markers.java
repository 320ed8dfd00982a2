package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.provider.connection.ConnectionString;
import java.nio.ByteBuffer;
import java.util.List;

/// A frame for each port that its data path hands up in any case, and that is in no case: NVGRE in
/// a known virtual subnet to a provider address of either family on the back end, IPv4 to a public
/// address on the front end; in a VLAN where the gateway tags the port's link itself.
final class Markers {
    private static final int BYTES = 100;
    private static final int TAG_AT = 12;
    private static final int GRE = 47;
    private static final int UDP = 17;
    private static final IpAddress SENDER = IpAddress.parse("192.0.2.250");
    private static final IpAddress SENDER_6 = IpAddress.parse("fd00:b::fa");

    private final List<byte[]> frames;

    Markers(CaseConfig config) {
        JsonNode state = config.desiredState();
        int vsid = state.findValue("virtualSubnetId").asInt();
        String publicAddress = state.path("publicIPAddresses").findValue("ipAddress").asText();
        byte[] tunnel =
                frame(config, 0, provider(config), GRE, 0x2000_6558L << 32 | (long) vsid << 8);
        frames =
                config.links().size() == 1
                        ? List.of(tunnel)
                        : List.of(
                                tunnel,
                                frame(
                                        config,
                                        1,
                                        IpAddress.parse(publicAddress),
                                        UDP,
                                        0x0007_0007_0008_0000L));
    }

    /// The first that the connection string names, else the first of the back end.
    private static IpAddress provider(CaseConfig config) {
        return GatewayUnderTest.parse(config.connectionString()).providerAddresses().stream()
                .map(Convert::address)
                .findFirst()
                .orElseGet(() ->
                        IpAddress.parse(
                                config.addresses().getFirst().address().replaceAll("/.*", "")));
    }

    byte[] of(int port) {
        return frames.get(port);
    }

    private static byte[] frame(
            CaseConfig config, int port, IpAddress destination, int protocol, long behind) {
        ByteBuffer frame = ByteBuffer.wrap(new byte[BYTES]);
        long mac = MacAddress.parse(config.links().get(port).macAddress()).bits();
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
        frame.putShort((short) 0x0200).putInt(0xfafa_fafa);
        if (destination.isIpv4()) {
            ipv4(frame, destination, protocol);
        } else {
            ipv6(frame, destination, protocol);
        }
        frame.putLong(behind);
        int vlan = vlan(config, port);
        return vlan == 0 ? frame.array() : tagged(frame.array(), vlan);
    }

    /// 0: untagged.
    private static int vlan(CaseConfig config, int port) {
        List<String> names = config.portNames();
        ConnectionString connection = GatewayUnderTest.parse(config.connectionString());
        return GatewayUnderTest.plans(names, connection).stream()
                .filter(plan -> plan.device().equals(names.get(port)))
                .mapToInt(PortPlan::vlan)
                .max()
                .orElse(0);
    }

    private static byte[] tagged(byte[] frame, int vlan) {
        return ByteBuffer.allocate(frame.length + 4)
                .put(frame, 0, TAG_AT)
                .putInt(0x8100 << 16 | vlan)
                .put(frame, TAG_AT, frame.length - TAG_AT)
                .array();
    }

    private static void ipv4(ByteBuffer frame, IpAddress destination, int protocol) {
        frame.putShort((short) 0x0800);
        frame.putInt(0x4500_0000 | (BYTES - 14)).putInt(0xfafa_4000);
        frame.putShort((short) (64 << 8 | protocol)).putShort((short) 0);
        frame.putInt((int) SENDER.low()).putInt((int) destination.low());
        frame.putShort(24, checksum(frame));
    }

    private static void ipv6(ByteBuffer frame, IpAddress destination, int protocol) {
        frame.putShort((short) 0x86dd);
        frame.putInt(6 << 28).putShort((short) (BYTES - 54));
        frame.putShort((short) (protocol << 8 | 64));
        frame.putLong(SENDER_6.high()).putLong(SENDER_6.low());
        frame.putLong(destination.high()).putLong(destination.low());
    }

    private static short checksum(ByteBuffer frame) {
        int sum = 0;
        for (int at = 14; at < 34; at += 2) {
            sum += frame.getShort(at) & 0xffff;
        }
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }
}
