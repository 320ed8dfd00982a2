package io.hnvgateway.app.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.netlink.KernelLink;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VlanConflictsTest {
    private static final RoutingDomainId CONTOSO = new RoutingDomainId(new UUID(5, 0));

    private final TunnelTable tunnels = new TunnelTable();
    private final List<GatewayEvent> events = new ArrayList<>();
    private final VlanConflicts conflicts =
            new VlanConflicts(
                    List.of(
                            new PortPlan(0, "eth0", true, false),
                            new PortPlan(1, "eth1", false, true),
                            new PortPlan(2, "eth0", true, false, 20, List.of()),
                            new PortPlan(3, "eth1", false, true, 30, List.of())),
                    tunnels,
                    rdid -> rdid.equals(CONTOSO) ? "contoso" : "",
                    events::add);

    /// VLAN interfaces on eth0.
    private static KernelState kernel(int... vlans) {
        return kernelWith(1, vlans);
    }

    /// @param device 1 for eth0, 2 for eth1
    private static KernelState kernelWith(int device, int... vlans) {
        Map<Integer, KernelLink> links = new HashMap<>();
        links.put(1, new KernelLink(1, "eth0", 1, 1500, true));
        links.put(2, new KernelLink(2, "eth1", 2, 1500, true));
        for (int vlan : vlans) {
            links.put(vlan, new KernelLink(vlan, "host" + vlan, 1, 1500, true, device, vlan));
        }
        return new KernelState(links, List.of(), List.of(), Map.of());
    }

    @Test
    void tellsOnceThatTheHostTookAVlanOfTheGateway() {
        assertThat(conflicts.changed(kernel(21, 30))).as("others, or of another device").isEmpty();
        assertThat(conflicts.changed(kernel(20)))
                .singleElement()
                .asString()
                .isEqualTo(
                        "BackendInterface: eth0.20: is the host's interface host20 now, which receives nothing;"
                                + " remove host20 from the host: the gateway tags this VLAN itself");
        assertThat(conflicts.changed(kernel(20))).isEmpty();
        assertThat(conflicts.changed(kernel())).isEmpty();
        assertThat(conflicts.changed(kernel(20))).hasSize(1);
    }

    @Test
    void tellsOnceThatTheHostTookTheLinkOfATenant() {
        conflicts.changed(kernelWith(2, 300));
        int index = tunnels.claim();
        tunnels.put(
                new Tunnel(
                        index,
                        new Tunnel.Tenant(1, CONTOSO, "mpls"),
                        Tunnel.Path.l3(
                                IpAddress.parse("172.31.0.1"),
                                IpAddress.parse("172.31.0.2"),
                                null,
                                TenantLinks.link(300),
                                1500),
                        Tunnel.Limits.NONE,
                        new TunnelState()));
        assertThat(conflicts.changed(kernelWith(2, 301))).as("another VLAN").isEmpty();
        assertThat(conflicts.changed(kernel(300))).as("of another device").isEmpty();
        assertThat(conflicts.changed(kernelWith(2, 300))).hasSize(1);
        assertThat(conflicts.changed(kernelWith(2, 300))).isEmpty();
        assertThat(events)
                .containsExactly(
                        new GatewayEvent.ConnectionChanged(
                                "contoso",
                                "mpls",
                                "vlan-conflict",
                                "configuration",
                                "contoso/mpls: VLAN 300 on eth1: is the host's interface host300 now, which"
                                        + " receives nothing; remove host300 from the host: the VLAN is"
                                        + " the tenant's link"));
        tunnels.remove(index);
        conflicts.changed(kernel());
        assertThat(conflicts.changed(kernelWith(2, 300))).as("nobody's").isEmpty();
    }
}
