package io.hnvgateway.dataplane;

import static io.hnvgateway.dataplane.net.Frames.BROADCAST;
import static io.hnvgateway.dataplane.net.Frames.TO_DEVICE;
import static io.hnvgateway.dataplane.net.Frames.arpRequest;
import static io.hnvgateway.dataplane.net.Frames.ethernet;
import static io.hnvgateway.dataplane.net.Frames.ipv4;
import static io.hnvgateway.dataplane.net.Frames.nvgre;
import static io.hnvgateway.dataplane.net.Frames.udp;
import static io.hnvgateway.dataplane.steering.PortRole.BACK_END;
import static io.hnvgateway.dataplane.steering.PortRole.FRONT_END;

import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A frame and where it must go, for [TestPolicies#everything] and a port of one role.
public final class SteeringCase {
    private static final String IPV4 = "0800";
    private static final String ARP = "0806";
    private static final String PROVIDER = TestPolicies.PROVIDER_ADDRESS;
    private static final String PUBLIC = TestPolicies.PUBLIC_ADDRESS;
    private static final String FOREIGN = TestPolicies.FOREIGN_ADDRESS;

    private final String name;
    private final PortRole role;
    private final SteeringVerdict verdict;
    private final byte[] frame;

    private SteeringCase(String name, PortRole role, SteeringVerdict verdict, byte[] frame) {
        this.name = name;
        this.role = role;
        this.verdict = verdict;
        this.frame = frame;
    }

    public PortRole role() {
        return role;
    }

    public SteeringVerdict verdict() {
        return verdict;
    }

    public byte[] frame() {
        return frame.clone();
    }

    @Override
    public String toString() {
        return name + " -> " + verdict;
    }

    /// At least one case for each verdict that a frame can cause.
    public static List<SteeringCase> all() {
        List<SteeringCase> cases = new ArrayList<>();
        addGateway(cases);
        addHost(cases);
        addDrops(cases);
        cases.addAll(VpnSteeringCases.all());
        cases.addAll(BgpSteeringCases.all());
        cases.addAll(Ipv6SteeringCases.all());
        cases.addAll(VlanSteeringCases.all());
        return cases;
    }

    private static void addGateway(List<SteeringCase> cases) {
        byte[] fragment = ipv4(PUBLIC, 17, udp(1, 2));
        fragment[6] = 0x20;
        fragment[7] = 0x10;
        cases.add(back("NVGRE to the PA", "GATEWAY_NVGRE", toDevice(IPV4, nvgreTo(PROVIDER))));
        cases.add(
                front("public address", "GATEWAY_PUBLIC", toDevice(IPV4, udpTo(PUBLIC, 1000, 53))));
        cases.add(
                front(
                        "routed prefix",
                        "GATEWAY_PUBLIC",
                        toDevice(IPV4, udpTo(TestPolicies.ROUTED_ADDRESS, 1000, 53))));
        cases.add(front("fragment to public address", "GATEWAY_PUBLIC", toDevice(IPV4, fragment)));
        cases.add(
                front(
                        "UDP port 68 of a public address",
                        "GATEWAY_PUBLIC",
                        toDevice(IPV4, udpTo(PUBLIC, 67, 68))));
        cases.add(
                front(
                        "GRE to a public address",
                        "GATEWAY_PUBLIC",
                        toDevice(IPV4, nvgreTo(PUBLIC))));
        cases.add(
                back(
                        "UDP of an IP-rewrite VM to the PA",
                        "GATEWAY_REWRITE",
                        toDevice(IPV4, rewritten(PROVIDER))));
        cases.add(
                back(
                        "UDP of an IP-rewrite VM to anybody",
                        "GATEWAY_REWRITE",
                        toDevice(IPV4, rewritten(FOREIGN))));
        cases.add(
                front(
                        "UDP of an IP-rewrite VM's address on a front end",
                        "HOST_IPV4",
                        toDevice(IPV4, rewritten(PROVIDER))));
        cases.add(
                front(
                        "ARP for a gateway address",
                        "GATEWAY_ARP",
                        ethernet(BROADCAST, ARP, arpRequest(PUBLIC))));
    }

    private static void addHost(List<SteeringCase> cases) {
        cases.add(
                front(
                        "ARP for the host",
                        "HOST_ARP",
                        ethernet(BROADCAST, ARP, arpRequest(PROVIDER))));
        cases.add(back("UDP to the PA", "HOST_IPV4", toDevice(IPV4, udpTo(PROVIDER, 500, 500))));
        cases.add(
                front(
                        "host address in a routed prefix",
                        "HOST_IPV4",
                        toDevice(IPV4, udpTo(TestPolicies.HOST_IN_ROUTED_PREFIX, 1000, 22))));
        cases.add(
                front(
                        "DHCP reply",
                        "HOST_DHCP",
                        ethernet(BROADCAST, IPV4, udpTo("255.255.255.255", 67, 68))));
        cases.add(
                front(
                        "IGMP query",
                        "HOST_IGMP",
                        ethernet("01005e000001", IPV4, ipv4("224.0.0.1", 2, new byte[8]))));
        cases.add(back("LLDP", "HOST_LLDP", ethernet("0180c200000e", "88cc", new byte[20])));
    }

    private static void addDrops(List<SteeringCase> cases) {
        byte[] version = ipv4(PROVIDER, 47, nvgre(1));
        version[0] = 0x65;
        byte[] headerLength = ipv4(PROVIDER, 47, nvgre(1));
        headerLength[0] = 0x44;
        cases.add(
                back("cut in IPv4", "DROP_TRUNCATED", cut(toDevice(IPV4, nvgreTo(PROVIDER)), 33)));
        cases.add(back("cut in ARP", "DROP_TRUNCATED", cut(toDevice(ARP, arpRequest(PUBLIC)), 41)));
        cases.add(back("cut in the tag", "DROP_TRUNCATED", cut(toDevice("8100", new byte[4]), 17)));
        cases.add(back("IPv4 version 6", "DROP_MALFORMED_IPV4", toDevice(IPV4, version)));
        cases.add(
                back(
                        "IPv4 header of 16 bytes",
                        "DROP_MALFORMED_IPV4",
                        toDevice(IPV4, headerLength)));
        cases.add(
                back(
                        "another station's frame",
                        "DROP_OTHER_MAC",
                        ethernet("0200000000ff", IPV4, nvgreTo(PROVIDER))));
        cases.add(
                front(
                        "NVGRE on a front end",
                        "DROP_NVGRE_OFF_BACK_END",
                        toDevice(IPV4, nvgreTo(PROVIDER))));
        cases.add(
                back(
                        "public address on a back end",
                        "DROP_PUBLIC_OFF_FRONT_END",
                        toDevice(IPV4, udpTo(PUBLIC, 1000, 53))));
        cases.add(
                back(
                        "ARP for a gateway address on a back end",
                        "DROP_ARP_OFF_FRONT_END",
                        ethernet(BROADCAST, ARP, arpRequest(PUBLIC))));
        addForeign(cases);
    }

    private static void addForeign(List<SteeringCase> cases) {
        cases.add(
                back("foreign address", "DROP_FOREIGN_IPV4", toDevice(IPV4, udpTo(FOREIGN, 1, 2))));
        cases.add(back("GRE to nobody", "DROP_FOREIGN_IPV4", toDevice(IPV4, nvgreTo(FOREIGN))));
        cases.add(
                front(
                        "broadcast",
                        "DROP_BROADCAST",
                        ethernet(BROADCAST, IPV4, udpTo("255.255.255.255", 68, 67))));
        cases.add(
                front(
                        "multicast",
                        "DROP_MULTICAST",
                        ethernet("01005e0000fb", IPV4, udpTo("224.0.0.251", 5353, 5353))));
        cases.add(back("MPLS", "DROP_ETHERTYPE", toDevice("8847", new byte[46])));
    }

    static byte[] toDevice(String type, byte[] payload) {
        return ethernet(TO_DEVICE, type, payload);
    }

    static byte[] nvgreTo(String address) {
        return ipv4(address, 47, nvgre(5001));
    }

    static byte[] udpTo(String address, int sourcePort, int destinationPort) {
        return ipv4(address, 17, udp(sourcePort, destinationPort));
    }

    private static byte[] rewritten(String to) {
        return ipv4(TestPolicies.REWRITE_SOURCE, to, 17, udp(1, 2));
    }

    static byte[] cut(byte[] frame, int length) {
        return Arrays.copyOf(frame, length);
    }

    static SteeringCase back(String name, String verdict, byte[] frame) {
        return new SteeringCase(name, BACK_END, SteeringVerdict.valueOf(verdict), frame);
    }

    static SteeringCase front(String name, String verdict, byte[] frame) {
        return new SteeringCase(name, FRONT_END, SteeringVerdict.valueOf(verdict), frame);
    }
}
