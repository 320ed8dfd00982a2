package io.hnvgateway.app.view;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.flow.Adjacency;
import java.util.ArrayList;
import java.util.List;

/// Neighbours on the gateway's links. Inside compartments the lookup records take their place.
final class NeighborRows {
    private final GatewayCore core;
    private final List<PortPlan> links;

    private NeighborRows(GatewayCore core, List<PortPlan> links) {
        this.core = core;
        this.links = links;
    }

    static List<Rows.Neighbor> of(GatewayCore core, List<PortPlan> links) {
        NeighborRows of = new NeighborRows(core, links);
        List<Rows.Neighbor> rows = new ArrayList<>();
        core.neighbors().forEach((_, neighbor) -> rows.add(of.row(neighbor)));
        return rows;
    }

    private Rows.Neighbor row(Adjacency neighbor) {
        boolean tenants = neighbor.port == TenantLinks.PORT;
        PortPlan link = links.get(tenants ? PortPlan.tenantPort(links) : neighbor.port);
        return new Rows.Neighbor(
                tenants ? tenant(TenantLinks.link(neighbor.vlan)) : "underlay",
                IpAddress.toString(neighbor.destinationHigh, neighbor.destinationLow),
                neighbor.resolved() ? new MacAddress(neighbor.destinationMac).toString() : "",
                neighbor.resolved() ? "resolved" : "unresolved",
                neighbor.vlan == 0 ? link.device() : link.device() + "." + neighbor.vlan);
    }

    /// Whose a link is now; empty for one that was a tenant's.
    private String tenant(int link) {
        Tunnel tunnel = core.tunnels().get(core.tunnels().ofLink(link));
        Compartment compartment =
                tunnel == null
                        ? null
                        : core.compiler()
                                .published()
                                .get()
                                .forwarding()
                                .compartment(tunnel.tenant().compartment());
        return compartment == null ? "" : compartment.identity().name();
    }
}
