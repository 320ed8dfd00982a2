package io.hnvgateway.dataplane;

import static io.hnvgateway.dataplane.SteeringCase.back;
import static io.hnvgateway.dataplane.SteeringCase.cut;
import static io.hnvgateway.dataplane.SteeringCase.front;
import static io.hnvgateway.dataplane.SteeringCase.toDevice;
import static io.hnvgateway.dataplane.net.Frames.ethernet;
import static io.hnvgateway.dataplane.net.Frames.hex;
import static io.hnvgateway.dataplane.net.Frames.ipv6;
import static io.hnvgateway.dataplane.net.Frames.neighborMessage;
import static io.hnvgateway.dataplane.net.Frames.nvgre;
import static io.hnvgateway.dataplane.net.Frames.udp;

import java.util.ArrayList;
import java.util.List;

/// The cases of [SteeringCase] that IPv6 adds.
final class Ipv6SteeringCases {
    static final String IPV6 = "86dd";
    static final String OUTSIDE = "2001:db8:ffff::9";
    static final String SOLICITED_NODE = "ff02::1:ff00:10";
    private static final String PROVIDER = TestPolicies.PROVIDER_IPV6;
    private static final String PUBLIC = TestPolicies.PUBLIC_IPV6;

    private Ipv6SteeringCases() {}

    static List<SteeringCase> all() {
        List<SteeringCase> cases = new ArrayList<>();
        addTunnel(cases);
        addPublic(cases);
        addDiscovery(cases);
        addRewrite(cases);
        addHost(cases);
        addDrops(cases);
        return cases;
    }

    private static void addTunnel(List<SteeringCase> cases) {
        byte[] behindHopByHop = hex("2f00 0104 0000 0000");
        cases.add(back("NVGRE to the IPv6 PA", "GATEWAY_NVGRE", packet(PROVIDER, 47, nvgre(5001))));
        cases.add(
                front(
                        "NVGRE to the IPv6 PA on a front end",
                        "DROP_NVGRE_OFF_BACK_END",
                        packet(PROVIDER, 47, nvgre(5001))));
        for (int extension : new int[] {0, 43, 44, 51, 60, 135, 139, 140}) {
            cases.add(
                    back(
                            "GRE behind extension header " + extension,
                            "GATEWAY_NVGRE",
                            packet(PROVIDER, extension, behindHopByHop)));
        }
        cases.add(
                back(
                        "fragment with an extension header behind it",
                        "GATEWAY_NVGRE",
                        packet(PROVIDER, 44, hex("3c00 0001 0000 0001"))));
        cases.add(
                back(
                        "fragment of UDP to the IPv6 PA",
                        "HOST_IPV6",
                        packet(PROVIDER, 44, hex("1100 0001 0000 0001"))));
        cases.add(back("UDP to the IPv6 PA", "HOST_IPV6", packet(PROVIDER, 17, udp(500, 500))));
        cases.add(
                back(
                        "GRE to the host's IPv6",
                        "HOST_IPV6",
                        packet(TestPolicies.HOST_IPV6, 47, nvgre(1))));
    }

    private static void addPublic(List<SteeringCase> cases) {
        byte[] routed = packet(TestPolicies.ROUTED_IPV6, 17, udp(1, 2));
        cases.add(front("public IPv6", "GATEWAY_PUBLIC", packet(PUBLIC, 6, new byte[20])));
        cases.add(front("routed IPv6 prefix", "GATEWAY_PUBLIC", routed));
        cases.add(back("routed IPv6 prefix on a back end", "DROP_PUBLIC_OFF_FRONT_END", routed));
        cases.add(
                front(
                        "host address in a routed IPv6 prefix",
                        "HOST_IPV6",
                        packet(TestPolicies.HOST_IPV6_IN_ROUTED_PREFIX, 6, new byte[20])));
        cases.add(
                front(
                        "router advertisement to a public address",
                        "GATEWAY_PUBLIC",
                        packet(PUBLIC, 58, neighborMessage(134, PUBLIC))));
    }

    private static void addDiscovery(List<SteeringCase> cases) {
        byte[] solicitation = neighborMessage(135, PUBLIC);
        cases.add(
                front(
                        "solicitation of a gateway address",
                        "GATEWAY_ND",
                        solicited(SOLICITED_NODE, solicitation)));
        cases.add(
                front(
                        "solicitation of a gateway address, unicast",
                        "GATEWAY_ND",
                        packet(PUBLIC, 58, solicitation)));
        cases.add(
                front(
                        "advertisement of a gateway address",
                        "GATEWAY_ND",
                        solicited("ff02::1", neighborMessage(136, PUBLIC))));
        cases.add(
                back(
                        "solicitation of a gateway address on a back end",
                        "DROP_ND_OFF_FRONT_END",
                        solicited(SOLICITED_NODE, solicitation)));
        cases.add(
                front(
                        "solicitation of the host",
                        "HOST_IPV6",
                        solicited("ff02::1:ff00:1", neighborMessage(135, PROVIDER))));
        cases.add(
                front(
                        "solicitation cut in its target",
                        "HOST_IPV6",
                        cut(solicited(SOLICITED_NODE, solicitation), 14 + 40 + 23)));
        cases.add(
                front(
                        "redirect that names a gateway address",
                        "HOST_IPV6",
                        packet(PROVIDER, 58, neighborMessage(137, PUBLIC))));
    }

    private static void addRewrite(List<SteeringCase> cases) {
        String source = TestPolicies.REWRITE_IPV6_SOURCE;
        byte[] toPa = toDevice(IPV6, ipv6(source, PROVIDER, 17, udp(1, 2)));
        byte[] discovery =
                toDevice(IPV6, ipv6(source, PROVIDER, 58, neighborMessage(135, PROVIDER)));
        cases.add(back("IPv6 of an IP-rewrite VM to the PA", "GATEWAY_REWRITE", toPa));
        cases.add(back("discovery of an IP-rewrite VM's host", "HOST_IPV6", discovery));
        cases.add(front("IPv6 of an IP-rewrite VM's address on a front end", "HOST_IPV6", toPa));
        cases.add(
                back(
                        "IPv6 of an IP-rewrite VM to anybody",
                        "GATEWAY_REWRITE",
                        toDevice(IPV6, ipv6(source, OUTSIDE, 17, udp(1, 2)))));
    }

    private static void addHost(List<SteeringCase> cases) {
        cases.add(back("host's IPv6", "HOST_IPV6", packet(TestPolicies.HOST_IPV6, 6, new byte[9])));
        cases.add(back("link-local IPv6", "HOST_IPV6", packet("fe80::1", 58, new byte[8])));
        cases.add(
                back(
                        "multicast listener report",
                        "HOST_IPV6",
                        ethernet("333300000016", IPV6, ipv6("ff02::16", 0))));
    }

    private static void addDrops(List<SteeringCase> cases) {
        byte[] version = ipv6(PROVIDER, 47);
        version[0] = 0x40;
        cases.add(back("cut in IPv6", "DROP_TRUNCATED", cut(toDevice(IPV6, new byte[40]), 53)));
        cases.add(back("IPv6 version 4", "DROP_MALFORMED_IPV6", toDevice(IPV6, version)));
        cases.add(
                back(
                        "mapped destination",
                        "DROP_MALFORMED_IPV6",
                        mapped("00000000000000000000ffffc0000201")));
        cases.add(
                front(
                        "foreign IPv6",
                        "DROP_FOREIGN_IPV6",
                        packet(TestPolicies.FOREIGN_IPV6, 6, new byte[20])));
        cases.add(
                back(
                        "the gateway's own address on an untagged link",
                        "DROP_FOREIGN_IPV6",
                        packet(TestPolicies.OWN_IPV6, 58, new byte[8])));
        cases.add(
                back(
                        "wider multicast",
                        "DROP_FOREIGN_IPV6",
                        ethernet("333300000101", IPV6, ipv6("ff05::101", 17))));
    }

    /// A host address in IPv4 must not open its mapped form.
    private static byte[] mapped(String destinationHex) {
        byte[] packet = ipv6(TestPolicies.HOST_IPV6, 17);
        System.arraycopy(hex(destinationHex), 0, packet, 24, 16);
        return toDevice(IPV6, packet);
    }

    private static byte[] packet(String to, int nextHeader, byte[] payload) {
        return toDevice(IPV6, ipv6(OUTSIDE, to, nextHeader, payload));
    }

    private static byte[] solicited(String group, byte[] message) {
        return ethernet("3333ff000010", IPV6, ipv6("fe80::9", group, 58, message));
    }
}
