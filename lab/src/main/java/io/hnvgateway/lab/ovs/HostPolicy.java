package io.hnvgateway.lab.ovs;

import io.hnvgateway.lab.ovs.VirtualSubnet.GatewayWildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The OpenFlow rules that make one host an HNV host: what its VMs may send and to where, and what
/// they may receive.
final class HostPolicy {
    /// The MAC that every host answers with for a subnet's router, as HNV's distributed router
    /// does.
    static final String ROUTER_MAC = "02:00:00:00:00:01";

    private static final String FLOW_ID =
            "multipath(symmetric_l3l4+udp,1024,modulo_n,256,0,NXM_NX_REG0[0..7]),"
                    + "move:NXM_NX_REG0[0..7]->NXM_NX_TUN_ID[0..7]";

    private final int nvgrePort;
    private final String providerAddress;
    private final Map<VirtualMachine, String> places;
    private final Map<GatewayWildcard, GatewayWildcard> pointed;
    private final List<String> flows = new ArrayList<>();

    /// @param places every VM of the lab with the PA of its host
    /// @param pointed what stands in the place of a network's first gateway
    HostPolicy(
            int nvgrePort,
            String providerAddress,
            Map<VirtualMachine, String> places,
            Map<GatewayWildcard, GatewayWildcard> pointed) {
        this.pointed = pointed;
        this.nvgrePort = nvgrePort;
        this.providerAddress = providerAddress;
        this.places = places;
    }

    List<String> flows() {
        flows.clear();
        places.forEach((vm, place) -> {
            if (place.equals(providerAddress)) {
                allow(vm);
            }
        });
        return List.copyOf(flows);
    }

    private void allow(VirtualMachine vm) {
        if (!vm.isIpv6()) {
            answerArp(vm, vm.subnet().router(), ROUTER_MAC);
        }
        throughGateway(vm);
        places.forEach((neighbor, place) -> {
            if (!neighbor.equals(vm) && neighbor.subnet().equals(vm.subnet())) {
                if (!vm.isIpv6()) {
                    answerArp(vm, neighbor.customerAddress(), neighbor.mac());
                }
                withinSubnet(vm, neighbor, place);
            }
        });
    }

    private void throughGateway(VirtualMachine vm) {
        GatewayWildcard first = vm.subnet().gateway();
        GatewayWildcard gateway = pointed.getOrDefault(first, first);
        String gatewayPlace = gateway.providerAddressFor(providerAddress);
        flows.add(
                "priority=90,%s,dl_dst=%s actions=set_field:%s->eth_dst,%s"
                        .formatted(
                                sentBy(vm),
                                ROUTER_MAC,
                                gateway.mac(),
                                encapsulate(gateway.vsid(), gatewayPlace)));
        receive(vm, gatewayPlace, gateway.mac());
    }

    private void withinSubnet(VirtualMachine vm, VirtualMachine neighbor, String place) {
        String out =
                place.equals(providerAddress)
                        ? "output:" + neighbor.port()
                        : encapsulate(vm.subnet().vsid(), place);
        flows.add(
                "priority=100,%s,%s=%s actions=%s"
                        .formatted(
                                sentBy(vm),
                                vm.isIpv6() ? "ipv6_dst" : "nw_dst",
                                neighbor.customerAddress(),
                                out));
        if (!place.equals(providerAddress)) {
            receive(vm, place, neighbor.mac());
        }
    }

    private static String sentBy(VirtualMachine vm) {
        String sender = "in_port=%d,%s,dl_src=%s".formatted(vm.port(), family(vm), vm.mac());
        return vm.forwards()
                ? sender
                : "%s,%s=%s"
                        .formatted(
                                sender, vm.isIpv6() ? "ipv6_src" : "nw_src", vm.customerAddress());
    }

    private static String family(VirtualMachine vm) {
        return vm.isIpv6() ? "ipv6" : "ip";
    }

    private String encapsulate(int vsid, String place) {
        String destination = place.contains(":") ? "tun_ipv6_dst" : "tun_dst";
        return "set_field:%#x->tun_id,set_field:%s->%s,%s,output:%d"
                .formatted(vsid << 8, place, destination, FLOW_ID, nvgrePort);
    }

    private void receive(VirtualMachine vm, String fromPlace, String fromMac) {
        flows.add(
                "priority=100,in_port=%d,%s=%s,tun_id=%#x/0xffffff00,%s,dl_src=%s,dl_dst=%s actions=output:%d"
                        .formatted(
                                nvgrePort,
                                fromPlace.contains(":") ? "tun_ipv6_src" : "tun_src",
                                fromPlace,
                                vm.subnet().vsid() << 8,
                                family(vm),
                                fromMac,
                                vm.mac(),
                                vm.port()));
    }

    private void answerArp(VirtualMachine vm, String address, String mac) {
        flows.add(
                ("priority=200,in_port=%d,arp,arp_op=1,arp_tpa=%s actions="
                                + "move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],set_field:%s->eth_src,"
                                + "set_field:2->arp_op,move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],"
                                + "move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],"
                                + "set_field:%s->arp_sha,set_field:%s->arp_spa,in_port")
                        .formatted(vm.port(), address, mac, mac, address));
    }
}
