package io.hnvgateway.app.tunnels;

import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.dataplane.steering.TunnelOwners;
import io.hnvgateway.dataplane.steering.TunnelOwners.Mark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells the data path which compartment the packets of each tunnel belong to. Thread-safe.
final class InboundOwners {
    private final TunnelOwners to;

    /// Of tunnels whose packets are known by their configuration.
    private Map<Mark, Integer> known = Map.of();

    InboundOwners(TunnelOwners to) {
        this.to = to;
    }

    /// @param all tunnels that there are now
    synchronized void tunnels(List<Tunnel> all) {
        Map<Mark, Integer> now = new HashMap<>();
        for (Tunnel tunnel : all) {
            int compartment = tunnel.tenant().compartment();
            switch (tunnel.kind()) {
                case GRE ->
                        now.put(
                                new Mark.Gre(
                                        tunnel.path().local(),
                                        tunnel.path().remote(),
                                        tunnel.path().key()),
                                compartment);
                case L3 ->
                        now.put(new Mark.Vlan(TenantLinks.vlan(tunnel.path().link())), compartment);
                case IPSEC -> {
                    // by its security associations
                }
            }
        }
        known.keySet().stream()
                .filter(mark -> !now.containsKey(mark))
                .forEach(mark -> to.owner(mark, 0));
        now.forEach((mark, compartment) -> {
            if (!compartment.equals(known.get(mark))) {
                to.owner(mark, compartment);
            }
        });
        known = now;
    }

    /// @param compartment 0: the SPI is nobody's any more
    void esp(int spi, int compartment) {
        to.owner(new Mark.Esp(spi), compartment);
    }
}
