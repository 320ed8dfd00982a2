package io.hnvgateway.lab.golden;

import io.hnvgateway.dataplane.netlink.KernelAddress;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.dataplane.netlink.KernelRoute;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.MacAddress;
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
                                index(a.port()),
                                IpAddress.parse(host(a.address())),
                                length(a.address())))
                .toList();
    }

    private List<KernelRoute> routes() {
        List<KernelRoute> routes = new ArrayList<>();
        for (CaseConfig.PortAddress a : config.addresses()) {
            IpPrefix connected =
                    IpPrefix.of(IpAddress.parse(host(a.address())), length(a.address()));
            routes.add(KernelRoute.via(connected, null, index(a.port()), 0));
        }
        for (CaseConfig.KernelRoute r : config.routes()) {
            routes.add(
                    KernelRoute.via(
                            IpPrefix.parse(r.destination()),
                            IpAddress.parse(r.gateway()),
                            index(r.port()),
                            0));
        }
        return routes;
    }

    private Map<KernelState.NeighborKey, KernelNeighbor> neighbors(
            List<CaseConfig.Neighbor> neighbors) {
        Map<KernelState.NeighborKey, KernelNeighbor> byKey = new HashMap<>();
        for (CaseConfig.Neighbor n : neighbors) {
            IpAddress address = IpAddress.parse(n.address());
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
}
