package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.NetworkBook.Swap;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.punt.PuntTable;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells which networks exchange routes, from what was compiled.
final class BgpBook {
    private BgpBook() {}

    static void tell(List<Swap> swaps, TunnelBook tunnels, PuntTable punts, BgpNetworks to) {
        Set<RoutingDomainId> ended = new HashSet<>();
        List<BgpNetwork> present = new ArrayList<>();
        for (Swap swap : swaps) {
            CompiledNetwork after = swap.after();
            TenantBgp bgp = after == null ? null : after.source().bgp();
            if (after != null && bgp != null) {
                TenantNetwork network = after.source();
                present.add(
                        new BgpNetwork(
                                network.rdid(),
                                network.name(),
                                bgp,
                                LocalWays.of(network, bgp, tunnels.routed(network)),
                                numbers(after.compartment().index(), bgp, punts)));
            } else if (swap.before() != null && swap.before().source().bgp() != null) {
                ended.add(swap.before().source().rdid());
            }
        }
        if (!ended.isEmpty() || !present.isEmpty()) {
            to.update(ended, present);
        }
    }

    private static Map<String, Integer> numbers(int compartment, TenantBgp bgp, PuntTable punts) {
        Map<String, Integer> numbers = new HashMap<>();
        for (TenantBgp.Peer peer : bgp.peers()) {
            IpAddress p = peer.settings().address();
            IpAddress l = peer.local();
            PuntPeer known = punts.find(compartment, p.high(), p.low(), l.high(), l.low());
            if (known != null) {
                numbers.put(peer.name(), known.number());
            }
        }
        return numbers;
    }
}
