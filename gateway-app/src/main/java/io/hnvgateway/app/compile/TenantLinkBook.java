package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.compartments.FrontEnd.LinkAddresses;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.resource.L3Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The links of L3 connections, VLANs on the port of the first front-end interface, and the
/// gateway's addresses there. Owner: whoever holds the compiler's lock.
final class TenantLinkBook {
    private final List<PortPlan> ports;
    private final int port;

    /// By link, of each connection that is in effect.
    private final Map<Integer, LinkAddresses> addresses = new HashMap<>();

    TenantLinkBook(List<PortPlan> ports) {
        this.ports = ports;
        port = PortPlan.tenantPort(ports);
    }

    /// The gateway's addresses on tenants' links, by link.
    Map<Integer, LinkAddresses> addresses() {
        return addresses;
    }

    /// Gives up the links of a network's connections.
    void forget(@Nullable CompiledNetwork network) {
        if (network != null) {
            for (TenantConnection connection : network.source().connections()) {
                if (connection.transport() instanceof L3Connection l3) {
                    addresses.remove(TenantLinks.link(l3.vlanId()));
                }
            }
        }
    }

    /// What a connection goes over, which has the link from now on; null: it cannot.
    Tunnel.@Nullable Path take(L3Connection l3, Underlay underlay) {
        IpAddress ipv4 = first(l3.peers().stream(), false);
        IpAddress ipv6 = first(l3.peers().stream(), true);
        LinkAddresses own = new LinkAddresses(own(l3, false), own(l3, true));
        IpAddress local = own.ipv4() == null ? own.ipv6() : own.ipv4();
        IpAddress nextHop = ipv4 == null ? ipv6 : ipv4;
        Underlay.PortLink on = underlay.links().get(port);
        if (on == null || local == null || nextHop == null || isOwnVlan(l3.vlanId())) {
            return null;
        }
        int link = TenantLinks.link(l3.vlanId());
        addresses.put(link, own);
        return Tunnel.Path.l3(local, nextHop, ipv4 == null ? null : ipv6, link, on.mtuBytes());
    }

    /// Why [#take] gave nothing.
    String refusal(L3Connection l3) {
        return isOwnVlan(l3.vlanId())
                ? "VLAN " + l3.vlanId() + " is the gateway's own"
                : "no router is named, or the front end's interface is not there";
    }

    private static @Nullable IpAddress own(L3Connection l3, boolean ipv6) {
        return first(l3.addresses().stream().map(L3Connection.L3Address::ipAddress), ipv6);
    }

    private static @Nullable IpAddress first(
            Stream<io.hnvgateway.provider.value.IpAddress> addresses, boolean ipv6) {
        return addresses
                .map(Convert::address)
                .filter(a -> a.isIpv4() != ipv6)
                .findFirst()
                .orElse(null);
    }

    /// Whether the connection string has the VLAN on the port of tenants' links.
    private boolean isOwnVlan(int vlan) {
        return ports.stream()
                .anyMatch(p -> p.vlan() == vlan && p.device().equals(ports.get(port).device()));
    }
}
