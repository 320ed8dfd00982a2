package io.hnvgateway.dataplane;

import static io.hnvgateway.dataplane.SteeringCase.back;
import static io.hnvgateway.dataplane.SteeringCase.front;
import static io.hnvgateway.dataplane.SteeringCase.nvgreTo;
import static io.hnvgateway.dataplane.SteeringCase.udpTo;
import static io.hnvgateway.dataplane.TestPolicies.BACK_END_VLAN;
import static io.hnvgateway.dataplane.TestPolicies.FOREIGN_VLAN;
import static io.hnvgateway.dataplane.TestPolicies.FRONT_END_VLAN;
import static io.hnvgateway.dataplane.TestPolicies.HOST_VLAN;
import static io.hnvgateway.dataplane.TestPolicies.TENANT_VLAN;
import static io.hnvgateway.dataplane.net.Frames.BROADCAST;
import static io.hnvgateway.dataplane.net.Frames.TO_DEVICE;
import static io.hnvgateway.dataplane.net.Frames.arpRequest;
import static io.hnvgateway.dataplane.net.Frames.hex;
import static io.hnvgateway.dataplane.net.Frames.ipv4;
import static io.hnvgateway.dataplane.net.Frames.ipv6;
import static io.hnvgateway.dataplane.net.Frames.neighborMessage;
import static io.hnvgateway.dataplane.net.Frames.nvgre;
import static io.hnvgateway.dataplane.net.Frames.tagged;
import static io.hnvgateway.dataplane.net.Frames.udp;

import java.util.ArrayList;
import java.util.List;

/// The cases of [SteeringCase] that tags add.
final class VlanSteeringCases {
    private static final String IPV4 = "0800";
    private static final String ARP = "0806";
    private static final String IPV6 = Ipv6SteeringCases.IPV6;
    private static final String PROVIDER = TestPolicies.PROVIDER_ADDRESS;
    private static final String PUBLIC = TestPolicies.PUBLIC_ADDRESS;
    private static final byte[] NVGRE = nvgreTo(PROVIDER);
    private static final byte[] NVGRE6 =
            ipv6(Ipv6SteeringCases.OUTSIDE, TestPolicies.PROVIDER_IPV6, 47, nvgre(5001));
    private static final byte[] FOREIGN = udpTo(TestPolicies.FOREIGN_ADDRESS, 1, 2);

    private VlanSteeringCases() {}

    static List<SteeringCase> all() {
        List<SteeringCase> cases = new ArrayList<>();
        addHost(cases);
        addGateway(cases);
        addGatewayResolution(cases);
        addTenant(cases);
        addOthers(cases);
        return cases;
    }

    private static void addHost(List<SteeringCase> cases) {
        cases.add(back("host's VLAN", "HOST_VLAN", frame(HOST_VLAN, IPV4, FOREIGN)));
        cases.add(
                back(
                        "ARP in the host's VLAN",
                        "HOST_VLAN",
                        tagged(HOST_VLAN, BROADCAST, ARP, arpRequest(PROVIDER))));
        cases.add(
                back(
                        "host's VLAN by 802.1ad",
                        "HOST_VLAN",
                        tagged("88a8", HOST_VLAN, TO_DEVICE, IPV4, FOREIGN)));
        cases.add(
                back(
                        "IP-rewrite VM's address in the host's VLAN",
                        "HOST_VLAN",
                        frame(HOST_VLAN, IPV4, rewritten())));
        cases.add(
                back(
                        "NVGRE in the host's VLAN",
                        "DROP_NVGRE_OFF_BACK_END",
                        frame(HOST_VLAN, IPV4, NVGRE)));
        cases.add(
                back(
                        "NVGRE over IPv6 in the host's VLAN",
                        "DROP_NVGRE_OFF_BACK_END",
                        frame(HOST_VLAN, IPV6, NVGRE6)));
        cases.add(
                front(
                        "public address in the host's VLAN",
                        "DROP_PUBLIC_OFF_FRONT_END",
                        frame(HOST_VLAN, IPV4, udpTo(PUBLIC, 1, 2))));
    }

    private static void addGateway(List<SteeringCase> cases) {
        byte[] publicPacket = udpTo(PUBLIC, 1, 2);
        byte[] host = udpTo(PROVIDER, 500, 500);
        cases.add(front("NVGRE in a VLAN", "GATEWAY_NVGRE", frame(BACK_END_VLAN, IPV4, NVGRE)));
        cases.add(
                front(
                        "NVGRE over IPv6 in a VLAN",
                        "GATEWAY_NVGRE",
                        frame(BACK_END_VLAN, IPV6, NVGRE6)));
        cases.add(
                back(
                        "NVGRE in a front end's VLAN",
                        "DROP_NVGRE_OFF_BACK_END",
                        frame(FRONT_END_VLAN, IPV4, NVGRE)));
        cases.add(
                front(
                        "IP-rewrite VM in a VLAN",
                        "GATEWAY_REWRITE",
                        frame(BACK_END_VLAN, IPV4, rewritten())));
        cases.add(
                back(
                        "public address in a VLAN",
                        "GATEWAY_PUBLIC",
                        frame(FRONT_END_VLAN, IPV4, publicPacket)));
        cases.add(
                front(
                        "public address in a back end's VLAN",
                        "DROP_PUBLIC_OFF_FRONT_END",
                        frame(BACK_END_VLAN, IPV4, publicPacket)));
        cases.add(
                back(
                        "the gateway's own address in a VLAN",
                        "GATEWAY_OWN",
                        frame(BACK_END_VLAN, IPV4, udpTo(TestPolicies.OWN_ADDRESS, 1, 2))));
        cases.add(
                back(
                        "host's address in the gateway's VLAN",
                        "DROP_FOREIGN_VLAN",
                        frame(BACK_END_VLAN, IPV4, host)));
        cases.add(
                back(
                        "nobody's address in the gateway's VLAN",
                        "DROP_FOREIGN_IPV4",
                        frame(BACK_END_VLAN, IPV4, FOREIGN)));
        cases.add(
                back(
                        "the gateway's VLAN by 802.1ad",
                        "DROP_NVGRE_OFF_BACK_END",
                        tagged("88a8", BACK_END_VLAN, TO_DEVICE, IPV4, NVGRE)));
    }

    private static void addGatewayResolution(List<SteeringCase> cases) {
        cases.add(
                back(
                        "ARP in the gateway's VLAN",
                        "GATEWAY_ARP",
                        tagged(BACK_END_VLAN, BROADCAST, ARP, arpRequest(PROVIDER))));
        cases.add(
                back(
                        "advertisement in the gateway's VLAN",
                        "GATEWAY_ND",
                        frame(
                                BACK_END_VLAN,
                                IPV6,
                                ipv6("fe80::9", "fe80::1", 58, neighborMessage(136, "fe80::9")))));
        cases.add(
                back(
                        "link-local address in the gateway's VLAN",
                        "GATEWAY_OWN",
                        frame(BACK_END_VLAN, IPV6, ipv6("fe80::9", "fe80::1", 58, new byte[8]))));
        cases.add(
                back(
                        "own IPv6 address in the gateway's VLAN",
                        "GATEWAY_OWN",
                        frame(
                                BACK_END_VLAN,
                                IPV6,
                                ipv6("fe80::9", TestPolicies.OWN_IPV6, 58, new byte[8]))));
        cases.add(
                back(
                        "multicast in the gateway's VLAN",
                        "DROP_FOREIGN_VLAN",
                        tagged(
                                BACK_END_VLAN,
                                "333300000016",
                                IPV6,
                                ipv6("fe80::9", "ff02::16", 17, udp(1, 2)))));
        cases.add(
                back(
                        "LLDP in the gateway's VLAN",
                        "DROP_FOREIGN_VLAN",
                        tagged(BACK_END_VLAN, "0180c200000e", "88cc", new byte[20])));
    }

    /// Whatever the addresses: they are of the tenant's own space.
    private static void addTenant(List<SteeringCase> cases) {
        String toWorker = "GATEWAY_TUNNEL";
        byte[][] packets = {
            FOREIGN, NVGRE, udpTo(PUBLIC, 1, 2), udpTo(PROVIDER, 500, 500), rewritten()
        };
        for (byte[] packet : packets) {
            String to = "to %d.%d".formatted(packet[18], packet[19]);
            cases.add(front("tenant's VLAN " + to, toWorker, frame(TENANT_VLAN, IPV4, packet)));
        }
        cases.add(back("NVGRE over IPv6 of a tenant", toWorker, frame(TENANT_VLAN, IPV6, NVGRE6)));
        cases.add(
                front(
                        "ARP in a tenant's VLAN",
                        toWorker,
                        tagged(TENANT_VLAN, BROADCAST, ARP, arpRequest(PROVIDER))));
        cases.add(
                front(
                        "LLDP in a tenant's VLAN",
                        "DROP_ETHERTYPE",
                        tagged(TENANT_VLAN, BROADCAST, "88cc", new byte[20])));
        cases.add(
                front(
                        "tenant's VLAN by 802.1ad",
                        "DROP_FOREIGN_VLAN",
                        tagged("88a8", TENANT_VLAN, TO_DEVICE, IPV4, FOREIGN)));
    }

    private static void addOthers(List<SteeringCase> cases) {
        cases.add(back("other VLAN", "DROP_FOREIGN_VLAN", frame(FOREIGN_VLAN, IPV4, FOREIGN)));
        cases.add(back("priority tag", "DROP_FOREIGN_IPV4", frame(0x6000, IPV4, FOREIGN)));
        cases.add(back("NVGRE with a priority tag", "GATEWAY_NVGRE", frame(0x6000, IPV4, NVGRE)));
        cases.add(
                back(
                        "two tags",
                        "DROP_FOREIGN_VLAN",
                        frame(FOREIGN_VLAN, "8100", hex("00070800"))));
        cases.add(
                back(
                        "two tags, the gateway's outside",
                        "DROP_ETHERTYPE",
                        frame(BACK_END_VLAN, "8100", hex("00070800"))));
    }

    private static byte[] rewritten() {
        return ipv4(TestPolicies.REWRITE_SOURCE, PROVIDER, 17, udp(1, 2));
    }

    private static byte[] frame(int vlan, String type, byte[] packet) {
        return tagged(vlan, TO_DEVICE, type, packet);
    }
}
