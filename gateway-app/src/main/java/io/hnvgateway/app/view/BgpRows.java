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
import io.hnvgateway.compartments.RoutingDomainId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// BGP peers of compartments, and the routes of both directions.
final class BgpRows {
    private BgpRows() {}

    /// A compartment that may have a BGP router.
    record Speaking(RoutingDomainId rdid, String name) {
        /// Which tells the provider's routers what lies behind the gateway.
        static final Speaking DEFAULT = new Speaking(RoutingDomainId.DEFAULT, "default");

        static Speaking of(Compartment compartment) {
            return new Speaking(compartment.identity().rdid(), compartment.identity().name());
        }
    }

    static List<Rows.BgpPeer> peers(List<Speaking> compartments, TenantRouting routing) {
        List<Rows.BgpPeer> rows = new ArrayList<>();
        for (Speaking compartment : compartments) {
            for (PeerLook peer : routing.peers(compartment.rdid())) {
                rows.add(peer(compartment.name(), peer));
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

    static List<Rows.BgpRoute> routes(List<Speaking> compartments, TenantRouting routing) {
        List<Rows.BgpRoute> rows = new ArrayList<>();
        for (Speaking compartment : compartments) {
            for (RouteView route : routing.routes(compartment.rdid())) {
                rows.add(route(compartment.name(), route));
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

    static List<Rows.BgpAdvertised> advertised(List<Speaking> compartments, TenantRouting routing) {
        List<Rows.BgpAdvertised> rows = new ArrayList<>();
        for (Speaking compartment : compartments) {
            for (PeerLook peer : routing.peers(compartment.rdid())) {
                String name = peer.view().name();
                for (BgpRoute route : routing.advertised(compartment.rdid(), name)) {
                    PathAttributes attributes = route.attributes();
                    rows.add(
                            new Rows.BgpAdvertised(
                                    compartment.name(),
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
