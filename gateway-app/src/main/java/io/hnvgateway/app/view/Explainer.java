package io.hnvgateway.app.view;

import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.Explanation.Step;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.pipeline.GatewaySnapshot;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.flow.FlowEntropy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Says of a packet what the gateway would decide, step by step, by the snapshot in force: of a
/// VM's, or of one that comes out of a tunnel, where its source lies behind one.
final class Explainer {
    private static final int BGP_PORT = 179;

    private final GatewaySnapshot snapshot;
    private final Compartment compartment;
    private final TunnelRows connections;
    private final TunnelExplainer tunnels;
    private final List<Step> steps = new ArrayList<>();

    Explainer(GatewayCore core, Compartment compartment, TunnelRows connections) {
        snapshot = core.compiler().published().get();
        this.compartment = compartment;
        this.connections = connections;
        tunnels = new TunnelExplainer(core, connections, steps::add);
    }

    Explanation explain(ExplainQuery query) {
        return new Explanation(steps, verdict(query));
    }

    private String verdict(ExplainQuery query) {
        step(
                "compartment",
                compartment.identity().name(),
                compartment.identity().rdid().toString());
        int behind = tunnelOf(query.source());
        if (behind != 0) {
            return outOfTunnel(query, behind);
        }
        if (!guard(query.source())) {
            return drop(DropReason.SOURCE_ADDRESS_UNKNOWN);
        }
        int chosen = route(query);
        return switch (FibEntry.kind(chosen)) {
            case FibEntry.SUBNET -> toVm(inSubnet(query.destination(), FibEntry.argument(chosen)));
            case FibEntry.VIA -> toVm(FibEntry.argument(chosen));
            case FibEntry.LOCAL -> local(query);
            case FibEntry.FRONT_END -> frontEnd(query);
            case FibEntry.TUNNEL -> intoTunnel(query, FibEntry.argument(chosen));
            case FibEntry.BLACKHOLE -> drop(DropReason.BLACKHOLE);
            default -> drop(DropReason.NO_ROUTE);
        };
    }

    /// The tunnel that an address lies behind; 0 for one that a VM has, or that is elsewhere.
    private int tunnelOf(IpAddress source) {
        int entry = compartment.forwarding().fib().lookup(source.high(), source.low());
        boolean ofVm = compartment.records().find(source.high(), source.low()) != LookupTable.NONE;
        return FibEntry.kind(entry) == FibEntry.TUNNEL && !ofVm ? FibEntry.argument(entry) : 0;
    }

    private int route(ExplainQuery query) {
        IpAddress to = query.destination();
        int entry = compartment.forwarding().fib().lookup(to.high(), to.low());
        step("route", routeText(to, entry), "");
        return compartment.forwarding().groups().resolve(entry, FlowEntropy.hash(packet(query)));
    }

    private String outOfTunnel(ExplainQuery query, int tunnel) {
        DropReason refused = tunnels.in(tunnel, packet(query));
        if (refused != null) {
            return drop(refused);
        }
        step("source", "lies behind " + connections.name(tunnel), "by the tenant's routes");
        int chosen = route(query);
        return switch (FibEntry.kind(chosen)) {
            case FibEntry.SUBNET -> toVm(inSubnet(query.destination(), FibEntry.argument(chosen)));
            case FibEntry.VIA -> toVm(FibEntry.argument(chosen));
            case FibEntry.LOCAL -> local(query);
            case FibEntry.FRONT_END -> drop(DropReason.TUNNEL_DESTINATION);
            case FibEntry.TUNNEL -> intoTunnel(query, FibEntry.argument(chosen));
            case FibEntry.BLACKHOLE -> drop(DropReason.BLACKHOLE);
            default -> drop(DropReason.NO_ROUTE);
        };
    }

    private String local(ExplainQuery query) {
        boolean bgp = query.sourcePort() == BGP_PORT || query.destinationPort() == BGP_PORT;
        if (query.protocol() != IpProtocol.TCP || !bgp) {
            return "answered by the gateway, if it is a ping";
        }
        IpAddress from = query.source();
        IpAddress to = query.destination();
        PuntPeer peer =
                snapshot.forwarding()
                        .punts()
                        .find(compartment.index(), from.high(), from.low(), to.high(), to.low());
        if (peer == null) {
            return drop(DropReason.NO_BGP_PEER);
        }
        step(
                "bgp",
                "peer " + peer.peer() + " of " + peer.local(),
                "as " + peer.peerAlias() + " to " + peer.localAlias());
        return "handed to the BGP speaker";
    }

    /// Another gateway may stand for the addresses that no record names.
    private int inSubnet(IpAddress destination, int vsid) {
        int lookup = compartment.records().find(destination.high(), destination.low());
        return lookup == LookupTable.NONE ? compartment.records().wildcard(vsid) : lookup;
    }

    /// As the data path has it once parsed.
    private static Packet packet(ExplainQuery query) {
        Packet p = new Packet();
        p.ipv6 = !query.source().isIpv4();
        p.source = query.source().ipv4Bits();
        p.destination = query.destination().ipv4Bits();
        p.ipv6SourceHigh = query.source().high();
        p.ipv6SourceLow = query.source().low();
        p.ipv6DestinationHigh = query.destination().high();
        p.ipv6DestinationLow = query.destination().low();
        p.protocol = query.protocol();
        p.sourcePort = query.sourcePort();
        p.destinationPort = query.destinationPort();
        return p;
    }

    private boolean guard(IpAddress source) {
        int lookup = compartment.records().find(source.high(), source.low());
        boolean known = lookup != LookupTable.NONE;
        step(
                "source guard",
                known ? "lookup record " + describe(lookup) : "no lookup record for " + source,
                "source check " + compartment.forwarding().sourceCheck());
        return known || compartment.forwarding().sourceCheck() != SourceCheck.STRICT;
    }

    private String describe(int lookup) {
        LookupRecord found = compartment.records().records().get(lookup);
        return "%s: VSID %s, MAC %s, PA %s"
                .formatted(found.name(), found.vsid(), found.mac(), found.providerAddress());
    }

    private String routeText(IpAddress destination, int entry) {
        if (entry == FibEntry.NONE) {
            return "none for " + destination;
        }
        Route best =
                compartment.forwarding().routes().stream()
                        .filter(r -> r.destination().contains(destination))
                        .max(Comparator.comparingInt(r -> r.destination().length()))
                        .orElseThrow();
        return best.destination() + " via " + RouteRows.via(best.nextHop(), connections);
    }

    private String intoTunnel(ExplainQuery query, int index) {
        DropReason refused = tunnels.out(index, packet(query));
        return refused == null ? "forwarded by " + connections.name(index) : drop(refused);
    }

    private String toVm(int lookup) {
        if (lookup == LookupTable.NONE) {
            return drop(DropReason.NO_LOOKUP_RECORD);
        }
        step("deliver", "by NVGRE", describe(lookup));
        return "forwarded to the VM";
    }

    private String frontEnd(ExplainQuery query) {
        FrontEnd outside = snapshot.forwarding().frontEnd();
        int owner = outside.owners().lookup(query.destination().high(), query.destination().low());
        switch (FibEntry.kind(owner)) {
            case FibEntry.HOST -> {
                return "answered by the gateway, if it is a ping";
            }
            case FibEntry.PROTECTED, FibEntry.ROUTER -> {
                return drop(DropReason.PROTECTED_DESTINATION);
            }
            case FibEntry.COMPARTMENT -> {
                if (FibEntry.argument(owner) != compartment.index()) {
                    return drop(DropReason.OTHER_TENANT);
                }
            }
            default -> {}
        }
        if (owner == FibEntry.NONE
                && outside.routes().lookup(query.destination().high(), query.destination().low())
                        == FibEntry.NONE) {
            step("front end", "no route to " + query.destination(), "");
            return drop(DropReason.NO_ROUTE);
        }
        String out = translation(query.source());
        if (out == null) {
            return drop(DropReason.NO_FRONT_END_RULE);
        }
        step("translation", out, "");
        return owner == FibEntry.NONE
                ? "forwarded by the front end"
                : "turned round at the public address";
    }

    private @Nullable String translation(IpAddress source) {
        if (compartment.forwarding().isDirectSource(source.high(), source.low())) {
            return "none: direct routing";
        }
        NatPolicy nat = snapshot.nat().policy(compartment.index());
        if (nat == null) {
            return null;
        }
        return "NAT to one of "
                + IntStream.of(nat.publicAddresses())
                        .mapToObj(Ipv4Address::toString)
                        .collect(Collectors.joining(", "));
    }

    private String drop(DropReason reason) {
        step("drop", reason.label(), reason.source());
        return "dropped: " + reason.sentence();
    }

    private void step(String stage, String decision, String because) {
        steps.add(new Step(stage, decision, because));
    }
}
