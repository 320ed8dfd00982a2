package io.hnvgateway.app.view;

import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import java.util.ArrayList;
import java.util.List;

/// Neighbours on the gateway's ports. Inside compartments the lookup records take their place.
final class NeighborRows {
    private NeighborRows() {}

    static List<Rows.Neighbor> of(GatewayCore core, DataPath path) {
        List<Rows.Neighbor> rows = new ArrayList<>();
        core.neighbors()
                .forEach((_, neighbor) ->
                        rows.add(
                                new Rows.Neighbor(
                                        "underlay",
                                        IpAddress.toString(
                                                neighbor.destinationHigh, neighbor.destinationLow),
                                        neighbor.resolved()
                                                ? new MacAddress(neighbor.destinationMac).toString()
                                                : "",
                                        neighbor.resolved() ? "resolved" : "unresolved",
                                        path.ports().get(neighbor.port).name())));
        return rows;
    }
}
