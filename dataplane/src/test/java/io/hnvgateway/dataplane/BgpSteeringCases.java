package io.hnvgateway.dataplane;

import static io.hnvgateway.dataplane.SteeringCase.back;
import static io.hnvgateway.dataplane.SteeringCase.front;
import static io.hnvgateway.dataplane.SteeringCase.toDevice;
import static io.hnvgateway.dataplane.net.Frames.ipv4;
import static io.hnvgateway.dataplane.net.Frames.ipv6;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The cases of [SteeringCase] that routers of the provider add, which speak BGP.
final class BgpSteeringCases {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final String PEER = TestPolicies.BGP_PEER;
    private static final String PEER_IPV6 = TestPolicies.BGP_IPV6_PEER;
    private static final String LOCAL = TestPolicies.VPN_ADDRESS;
    private static final String LOCAL_IPV6 = TestPolicies.VPN_IPV6;
    private static final String TO_GATEWAY = "GATEWAY_OWN";

    private BgpSteeringCases() {}

    static List<SteeringCase> all() {
        List<SteeringCase> cases = new ArrayList<>();
        cases.add(front("BGP that the peer opened", TO_GATEWAY, v4(PEER, TCP, 40000, 179)));
        cases.add(front("BGP that we opened", TO_GATEWAY, v4(PEER, TCP, 179, 40000)));
        cases.add(front("BGP over IPv6", TO_GATEWAY, v6(PEER_IPV6, TCP, 40000, 179)));
        cases.add(front("BGP that we opened, IPv6", TO_GATEWAY, v6(PEER_IPV6, TCP, 179, 4000)));
        cases.add(front("another service for the peer", "HOST_IPV4", v4(PEER, TCP, 40000, 22)));
        cases.add(front("another service, IPv6", "HOST_IPV6", v6(PEER_IPV6, TCP, 40000, 22)));
        cases.add(front("UDP port 179", "HOST_IPV4", v4(PEER, UDP, 179, 179)));
        cases.add(front("BGP with the host", "HOST_IPV4", v4("192.0.2.9", TCP, 40000, 179)));
        cases.add(
                front(
                        "BGP with the host over IPv6",
                        "HOST_IPV6",
                        v6(Ipv6SteeringCases.OUTSIDE, TCP, 40000, 179)));
        cases.add(back("BGP on a back end", "HOST_IPV4", v4(PEER, TCP, 40000, 179)));
        cases.add(back("BGP over IPv6 on a back end", "HOST_IPV6", v6(PEER_IPV6, TCP, 9, 179)));
        cases.add(
                front(
                        "BGP with a public address",
                        "GATEWAY_PUBLIC",
                        toDevice(
                                "0800",
                                ipv4(
                                        PEER,
                                        TestPolicies.PUBLIC_ADDRESS,
                                        TCP,
                                        segment(40000, 179)))));
        byte[] fragment = ipv4(PEER, LOCAL, TCP, segment(40000, 179));
        fragment[6] = 0x20;
        cases.add(front("fragment of BGP", "HOST_IPV4", toDevice("0800", fragment)));
        byte[] cut = SteeringCase.cut(v4(PEER, TCP, 40000, 179), 14 + 20 + 3);
        cases.add(front("BGP cut short", "HOST_IPV4", cut));
        return cases;
    }

    private static byte[] v4(String from, int protocol, int sourcePort, int destinationPort) {
        return toDevice("0800", ipv4(from, LOCAL, protocol, segment(sourcePort, destinationPort)));
    }

    private static byte[] v6(String from, int nextHeader, int sourcePort, int destinationPort) {
        return toDevice(
                "86dd", ipv6(from, LOCAL_IPV6, nextHeader, segment(sourcePort, destinationPort)));
    }

    private static byte[] segment(int sourcePort, int destinationPort) {
        return ByteBuffer.allocate(20)
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .array();
    }
}
