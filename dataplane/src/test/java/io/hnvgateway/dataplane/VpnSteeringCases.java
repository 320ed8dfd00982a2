package io.hnvgateway.dataplane;

import static io.hnvgateway.dataplane.SteeringCase.back;
import static io.hnvgateway.dataplane.SteeringCase.front;
import static io.hnvgateway.dataplane.SteeringCase.toDevice;
import static io.hnvgateway.dataplane.net.Frames.hex;
import static io.hnvgateway.dataplane.net.Frames.ipv4;
import static io.hnvgateway.dataplane.net.Frames.ipv6;
import static io.hnvgateway.dataplane.net.Frames.nvgre;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The cases of [SteeringCase] that tunnels of tenants add.
final class VpnSteeringCases {
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int UDP = 17;
    private static final int FRAGMENT = 44;
    private static final String TO_GATEWAY = "GATEWAY_TUNNEL";
    private static final byte[] ESP_PACKET = hex("12300001 00000001 0011223344556677 8899aabb");

    private VpnSteeringCases() {}

    static List<SteeringCase> all() {
        List<SteeringCase> cases = new ArrayList<>();
        addEsp(cases);
        addIke(cases);
        addGre(cases);
        addFragments(cases);
        return cases;
    }

    private static void addEsp(List<SteeringCase> cases) {
        cases.add(front("ESP", TO_GATEWAY, v4(ESP, ESP_PACKET)));
        cases.add(front("ESP over IPv6", TO_GATEWAY, v6(ESP, ESP_PACKET)));
        cases.add(front("ESP in UDP", TO_GATEWAY, v4(UDP, udp(4500, ESP_PACKET))));
        cases.add(front("ESP in UDP over IPv6", TO_GATEWAY, v6(UDP, udp(4500, ESP_PACKET))));
        cases.add(front("NAT keepalive", TO_GATEWAY, v4(UDP, padded(udp(4500, hex("ff"))))));
        cases.add(front("UDP 4500 with nothing", TO_GATEWAY, v4(UDP, udp(4500, hex("")))));
        cases.add(back("ESP on a back end", "DROP_PUBLIC_OFF_FRONT_END", v4(ESP, ESP_PACKET)));
        cases.add(
                back(
                        "ESP over IPv6 on a back end",
                        "DROP_PUBLIC_OFF_FRONT_END",
                        v6(ESP, ESP_PACKET)));
        cases.add(
                front(
                        "ESP to the PA",
                        "HOST_IPV4",
                        to(TestPolicies.PROVIDER_ADDRESS, ESP, ESP_PACKET)));
        cases.add(front("AH", "HOST_IPV4", v4(51, ESP_PACKET)));
    }

    private static void addIke(List<SteeringCase> cases) {
        byte[] ike = hex("0011223344556677 0000000000000000 21202208 00000000 00000000");
        byte[] marked = hex("00000000", "0011223344556677");
        cases.add(front("IKE", "HOST_IPV4", v4(UDP, udp(500, ike))));
        cases.add(front("IKE on the port of NAT", "HOST_IPV4", v4(UDP, udp(4500, marked))));
        cases.add(front("IKE over IPv6", "HOST_IPV6", v6(UDP, udp(500, ike))));
        cases.add(
                front("IKE on the port of NAT over IPv6", "HOST_IPV6", v6(UDP, udp(4500, marked))));
        cases.add(front("TCP to the VPN address", "HOST_IPV4", v4(6, new byte[20])));
        byte[] cut = SteeringCase.cut(v4(UDP, udp(4500, ESP_PACKET)), 14 + 20 + 7);
        cases.add(front("UDP cut short", "HOST_IPV4", cut));
    }

    private static void addGre(List<SteeringCase> cases) {
        byte[] keyed = hex("20000800 00000007", "45000014");
        byte[] ipv6 = hex("000086dd", "60000000");
        cases.add(front("GRE", TO_GATEWAY, v4(GRE, keyed)));
        cases.add(front("GRE over IPv6", TO_GATEWAY, v6(GRE, ipv6)));
        cases.add(front("NVGRE to the VPN address", TO_GATEWAY, v4(GRE, nvgre(5001))));
        String both = TestPolicies.PROVIDER_AND_VPN_ADDRESS;
        cases.add(front("GRE where NVGRE may come too", TO_GATEWAY, to(both, GRE, keyed)));
        cases.add(
                back("NVGRE where GRE may come too", "GATEWAY_NVGRE", to(both, GRE, nvgre(5001))));
        cases.add(front("ESP where NVGRE may come too", TO_GATEWAY, to(both, ESP, ESP_PACKET)));
    }

    private static void addFragments(List<SteeringCase> cases) {
        cases.add(front("first fragment of IKE", TO_GATEWAY, fragment(UDP, 0x2000)));
        cases.add(front("last fragment of IKE", TO_GATEWAY, fragment(UDP, 0x0010)));
        cases.add(front("fragment of ESP", TO_GATEWAY, fragment(ESP, 0x2000)));
        cases.add(front("fragment of TCP", "HOST_IPV4", fragment(6, 0x2000)));
        cases.add(
                front(
                        "fragment of IKE over IPv6",
                        TO_GATEWAY,
                        v6(FRAGMENT, hex("11 00 0001 00000001", "11941194"))));
        cases.add(
                front(
                        "fragment of TCP over IPv6",
                        "HOST_IPV6",
                        v6(FRAGMENT, hex("06 00 0001 00000001", "11941194"))));
    }

    private static byte[] fragment(int protocol, int flagsAndOffset) {
        byte[] packet = ipv4(TestPolicies.VPN_ADDRESS, protocol, udp(500, ESP_PACKET));
        packet[6] = (byte) (flagsAndOffset >> 8);
        packet[7] = (byte) flagsAndOffset;
        return toDevice("0800", packet);
    }

    private static byte[] v4(int protocol, byte[] payload) {
        return to(TestPolicies.VPN_ADDRESS, protocol, payload);
    }

    private static byte[] to(String address, int protocol, byte[] payload) {
        return toDevice("0800", ipv4(address, protocol, payload));
    }

    private static byte[] v6(int nextHeader, byte[] payload) {
        String from = Ipv6SteeringCases.OUTSIDE;
        return toDevice("86dd", ipv6(from, TestPolicies.VPN_IPV6, nextHeader, payload));
    }

    private static byte[] udp(int port, byte[] data) {
        return ByteBuffer.allocate(8 + data.length)
                .putShort((short) port)
                .putShort((short) port)
                .putShort((short) (8 + data.length))
                .putShort((short) 0)
                .put(data)
                .array();
    }

    /// As a short frame is padded by Ethernet.
    private static byte[] padded(byte[] payload) {
        return Arrays.copyOf(payload, 26);
    }
}
