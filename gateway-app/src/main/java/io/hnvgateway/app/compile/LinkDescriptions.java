package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.TenantLinks;
import java.util.List;

/// What neighbours need to know of the links that they are on.
final class LinkDescriptions {
    private LinkDescriptions() {}

    /// Tells the table of neighbours; of tenants' links by the port that they lie on.
    static void tell(Underlay underlay, List<PortPlan> ports, NeighborTable neighbors) {
        underlay.links().forEach((port, link) -> neighbors.link(port, of(link, link.vlan())));
        PortLink tenants = underlay.links().get(PortPlan.tenantPort(ports));
        if (tenants != null) {
            neighbors.link(TenantLinks.PORT, of(tenants, 0));
        }
    }

    private static NeighborTable.Link of(PortLink link, int vlan) {
        return new NeighborTable.Link(link.macAddress(), link.mtuBytes(), vlan);
    }
}
