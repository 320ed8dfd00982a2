package io.hnvgateway.provider.resource;

import java.util.List;

/// Routes that the hosts of a subnet apply before they send a packet (`routeTables`). They are
/// policy for hosts: the gateway passes them on and installs none.
public record RouteTable(String resourceId, List<TableRoute> routes, Annotations annotations)
        implements TopLevelResource {

    public RouteTable {
        routes = List.copyOf(routes);
    }

    @Override
    public RouteTable with(Annotations others) {
        return new RouteTable(resourceId, routes, others);
    }
}
