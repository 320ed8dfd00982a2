package io.hnvgateway.app.view;

import io.hnvgateway.app.bgp.BfdWatch;
import io.hnvgateway.app.bgp.TenantRouting;
import io.hnvgateway.app.bgp.TenantRouting.PeerLook;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.bgp.rib.PeerView;
import io.hnvgateway.bgp.rib.Refusal;
import io.hnvgateway.bgp.rib.RouteView;
import io.hnvgateway.bgp.route.BgpRoute;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.compartments.Compartment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// BGP peers of compartments, and the routes of both directions.
final class BgpRows {
    private BgpRows() {}

    static List<Rows.BgpPeer> peers(List<Compartment> compartments, TenantRouting routing) {
        List<Rows.BgpPeer> rows = new ArrayList<>();
        for (Compartment compartment : compartments) {
            for (PeerLook peer : routing.peers(compartment.identity().rdid())) {
                rows.add(peer(compartment.identity().name(), peer));
            }
        }
        return rows;
    }

    private static Rows.BgpPeer peer(String tenant, PeerLook look) {
        PeerView view = look.view();
        PeerView.Prefixes prefixes = view.prefixes();
        return new Rows.BgpPeer(
                tenant,
                view.name(),
                look.peer().settings().address().toString(),
                look.peer().settings().asn().toString(),
                look.state(),
                look.seconds(),
                look.reason(),
                prefixes.received(),
                prefixes.accepted(),
                prefixes.stale(),
                prefixes.advertised(),
                view.messages().updates(),
                look.faults().malformed(),
                look.faults().discarded(),
                look.faults().errors(),
                look.faults().refused(),
                view.refused().entrySet().stream()
                        .map(e -> e.getKey().label() + " " + e.getValue())
                        .sorted()
                        .collect(Collectors.joining(", ")),
                view.link().orElse(""),
                bfd(look.bfd()),
                look.bfd().intervalUs() / 1000,
                look.bfd().detectionUs() / 1000);
    }

    private static String bfd(BfdWatch watch) {
        return watch.reason().isEmpty() ? watch.state() : watch.state() + ": " + watch.reason();
    }

    static List<Rows.BgpRoute> routes(List<Compartment> compartments, TenantRouting routing) {
        List<Rows.BgpRoute> rows = new ArrayList<>();
        for (Compartment compartment : compartments) {
            for (RouteView route : routing.routes(compartment.identity().rdid())) {
                rows.add(route(compartment.identity().name(), route));
            }
        }
        return rows;
    }

    private static Rows.BgpRoute route(String tenant, RouteView route) {
        PathAttributes attributes = route.accepted().orElse(route.received());
        return new Rows.BgpRoute(
                tenant,
                route.prefix().toString(),
                route.peer(),
                route.state().name().toLowerCase(Locale.ROOT),
                route.refusal().map(Refusal::label).orElse(""),
                route.stale(),
                attributes.nextHop().toString(),
                route.link().orElse(""),
                attributes.asPath().toString(),
                text(attributes.localPreference()),
                text(attributes.med()),
                communities(attributes));
    }

    static List<Rows.BgpAdvertised> advertised(
            List<Compartment> compartments, TenantRouting routing) {
        List<Rows.BgpAdvertised> rows = new ArrayList<>();
        for (Compartment compartment : compartments) {
            for (PeerLook peer : routing.peers(compartment.identity().rdid())) {
                String name = peer.view().name();
                for (BgpRoute route : routing.advertised(compartment.identity().rdid(), name)) {
                    PathAttributes attributes = route.attributes();
                    rows.add(
                            new Rows.BgpAdvertised(
                                    compartment.identity().name(),
                                    name,
                                    route.prefix().toString(),
                                    attributes.nextHop().toString(),
                                    attributes.asPath().toString(),
                                    text(attributes.med()),
                                    communities(attributes)));
                }
            }
        }
        return rows;
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }

    private static String communities(PathAttributes attributes) {
        return Stream.concat(
                        attributes.communities().stream(), attributes.largeCommunities().stream())
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }
}
