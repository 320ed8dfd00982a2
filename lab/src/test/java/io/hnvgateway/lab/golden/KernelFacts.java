package io.hnvgateway.lab.golden;

import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.dataplane.netlink.KernelRoute;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Prefix;
import io.hnvgateway.packet.MacAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The kernel's facts of a case as the gateway's mirror tells them; connected routes are added as a
/// kernel does. Interface indices are 1, 2, … in the order of the links.
final class KernelFacts {
    private final CaseConfig config;

    KernelFacts(CaseConfig config) {
        this.config = config;
    }

    KernelState state(List<CaseConfig.Neighbor> neighbors) {
        Map<Integer, KernelLink> links = new HashMap<>();
        for (CaseConfig.Link link : config.links()) {
            int index = index(link.name());
            long mac = MacAddress.parse(link.macAddress()).bits();
            links.put(index, new KernelLink(index, link.name(), mac, link.mtuBytes(), true));
        }
        return new KernelState(links, addresses(), routes(), neighbors(neighbors));
    }

    private List<KernelAddress> addresses() {
        return config.addresses().stream()
                .map(a ->
                        new KernelAddress(
                                index(a.port()), inet(host(a.address())), length(a.address())))
                .toList();
    }

    private List<KernelRoute> routes() {
        List<KernelRoute> routes = new ArrayList<>();
        for (CaseConfig.PortAddress a : config.addresses()) {
            Ipv4Prefix connected =
                    Ipv4Prefix.of(Ipv4Address.parse(host(a.address())).bits(), length(a.address()));
            String network = Ipv4Address.toString(connected.bits());
            routes.add(
                    new KernelRoute(inet(network), connected.length(), null, index(a.port()), 0));
        }
        for (CaseConfig.KernelRoute r : config.routes()) {
            Ipv4Prefix to = Ipv4Prefix.parse(r.destination());
            InetAddress network = inet(Ipv4Address.toString(to.bits()));
            routes.add(
                    new KernelRoute(network, to.length(), inet(r.gateway()), index(r.port()), 0));
        }
        return routes;
    }

    private Map<KernelState.NeighborKey, KernelNeighbor> neighbors(
            List<CaseConfig.Neighbor> neighbors) {
        Map<KernelState.NeighborKey, KernelNeighbor> byKey = new HashMap<>();
        for (CaseConfig.Neighbor n : neighbors) {
            InetAddress address = inet(n.address());
            long mac = MacAddress.parse(n.macAddress()).bits();
            byKey.put(
                    new KernelState.NeighborKey(index(n.port()), address),
                    new KernelNeighbor(
                            index(n.port()), address, mac, KernelNeighbor.State.REACHABLE));
        }
        return byKey;
    }

    private int index(String port) {
        return config.portNames().indexOf(port) + 1;
    }

    private static String host(String addressWithLength) {
        return addressWithLength.substring(0, addressWithLength.indexOf('/'));
    }

    private static int length(String addressWithLength) {
        return Integer.parseInt(addressWithLength.substring(addressWithLength.indexOf('/') + 1));
    }

    private static InetAddress inet(String text) {
        try {
            int bits = Ipv4Address.parse(text).bits();
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(bits).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(text, impossible);
        }
    }
}
