package io.hnvgateway.app.view;

import io.hnvgateway.app.compile.LearnedRoutes;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.NextHop;
import io.hnvgateway.compartments.Route;
import java.util.List;

/// Routes of compartments.
final class RouteRows {
    private RouteRows() {}

    static List<Rows.Route> of(List<Compartment> compartments, TunnelRows tunnels) {
        return compartments.stream()
                .flatMap(c -> c.forwarding().routes().stream().map(r -> row(c, r, tunnels)))
                .toList();
    }

    private static Rows.Route row(Compartment compartment, Route route, TunnelRows tunnels) {
        return new Rows.Route(
                compartment.identity().name(),
                route.destination().toString(),
                via(route.nextHop(), tunnels),
                route.metric(),
                route.metric() == LearnedRoutes.METRIC ? "bgp" : origin(route.nextHop()));
    }

    static String via(NextHop nextHop, TunnelRows tunnels) {
        return switch (nextHop) {
            case NextHop.Subnet(var vsid) -> "subnet " + vsid;
            case NextHop.Via(var address) -> address.toString();
            case NextHop.Wildcard(var vsid) -> "gateway of subnet " + vsid;
            case NextHop.FrontEnd() -> "front end";
            case NextHop.Local() -> "local";
            case NextHop.Tunnel(var index) -> tunnels.name(index);
            case NextHop.Blackhole() -> "blackhole";
        };
    }

    private static String origin(NextHop nextHop) {
        return switch (nextHop) {
            case NextHop.Subnet _, NextHop.Local _ -> "connected";
            case NextHop.Via _, NextHop.Tunnel _ -> "static";
            case NextHop.Wildcard _, NextHop.FrontEnd _, NextHop.Blackhole _ -> "derived";
        };
    }
}
