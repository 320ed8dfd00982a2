package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.RouteTable;
import io.hnvgateway.provider.resource.TableRoute;

/// Writes a table of routes for hosts.
final class RouteTableWriter {
    private RouteTableWriter() {}

    static void table(RouteTable table, ObjectNode properties) {
        PartWriter.of(table).write(properties, "routes", table.routes(), RouteTableWriter::route);
    }

    private static void route(TableRoute route, ObjectNode properties) {
        properties.put("addressPrefix", route.addressPrefix().toString());
        properties.put("nextHopType", route.nextHopType().label());
        if (route.nextHop() != null) {
            properties.put("nextHopIpAddress", route.nextHop().toString());
        }
    }
}
