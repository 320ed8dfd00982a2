package io.hnvgateway.app.probe;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.compile.Underlay.PortLink;
import io.hnvgateway.app.compile.Underlay.UnderlayRoute;
import io.hnvgateway.dataplane.netlink.KernelNeighbor;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.flow.Adjacency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Routers of the front end: whether each is there, by ARP or neighbour discovery (RFC 4861 §7.3).
record NextHopProbe(ProbedGateway gateway) {
    static final String NAME = "front-end-next-hop";

    /// The kernel asks a router that it has known for longer than half a minute after five seconds
    /// only (`delay_first_probe_time`), and then three times.
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(9);

    private static final int LOOK_MS = 20;

    /// A router.
    private record NextHop(int link, IpAddress address) {}

    /// @param hosts of no meaning here
    List<ProbeResult> results(List<IpAddress> hosts) throws InterruptedException {
        List<NextHop> all = nextHops();
        if (all.isEmpty()) {
            return List.of(
                    ProbeResult.failed(
                            NAME,
                            "",
                            "no route of the front end leads to a router: name it with FrontEndGateway, or add a default route"));
        }
        List<NextHop> silent = new ArrayList<>(all);
        long endNs = System.nanoTime() + LIMIT_NS;
        all.stream().filter(this::isKernels).forEach(this::ask);
        silent.removeIf(this::answers);
        while (System.nanoTime() < endNs && !silent.stream().allMatch(this::isGivenUp)) {
            Thread.sleep(LOOK_MS);
            silent.removeIf(this::answers);
        }
        return all.stream().map(hop -> result(hop, silent.contains(hop))).toList();
    }

    private List<NextHop> nextHops() {
        List<NextHop> hops = new ArrayList<>();
        for (UnderlayRoute route : gateway.underlay().routes().frontEnd()) {
            IpAddress router = route.gateway();
            if (router != null) {
                hops.add(new NextHop(route.port(), router));
            }
        }
        return hops.stream().distinct().toList();
    }

    private boolean isKernels(NextHop hop) {
        return !gateway.plans().get(hop.link).isTagged();
    }

    private void ask(NextHop hop) {
        PortLink link = gateway.underlay().links().get(hop.link);
        if (link != null) {
            gateway.mirror().requestNeighbor(link.interfaceIndex(), hop.address);
        }
    }

    private Optional<KernelNeighbor> known(NextHop hop) {
        Underlay underlay = gateway.underlay();
        return Optional.ofNullable(underlay.links().get(hop.link))
                .flatMap(link -> gateway.kernel().neighbor(link.interfaceIndex(), hop.address));
    }

    private boolean answers(NextHop hop) {
        return isKernels(hop)
                ? known(hop).map(KernelNeighbor::state).map(NextHopProbe::confirmed).orElse(false)
                : isResolved(hop);
    }

    private static boolean confirmed(KernelNeighbor.State state) {
        return switch (state) {
            case REACHABLE, PERMANENT, NO_ARP -> true;
            case NONE, INCOMPLETE, STALE, DELAY, PROBE, FAILED -> false;
        };
    }

    private boolean isGivenUp(NextHop hop) {
        return known(hop)
                .map(neighbor -> neighbor.state() == KernelNeighbor.State.FAILED)
                .orElse(false);
    }

    /// In a VLAN that the gateway tags it asks for its neighbours itself, twice a minute.
    private boolean isResolved(NextHop hop) {
        int slot = gateway.core().neighbors().find(hop.link, hop.address.high(), hop.address.low());
        return slot != 0 && gateway.core().neighbors().usable(slot, new Adjacency());
    }

    private ProbeResult result(NextHop hop, boolean silent) {
        PortPlan plan = gateway.plans().get(hop.link);
        String on = ProbedGateway.name(plan);
        if (silent) {
            return ProbeResult.failed(
                    NAME,
                    hop.address.toString(),
                    "does not answer %s on %s: is the router up, is this its address and VLAN?"
                            .formatted(hop.address.isIpv4() ? "ARP" : "neighbour discovery", on));
        }
        String mac =
                known(hop)
                        .map(neighbor -> " at " + new MacAddress(neighbor.macAddress()))
                        .orElse("");
        return ProbeResult.passed(NAME, hop.address.toString(), "answers on " + on + mac);
    }
}
