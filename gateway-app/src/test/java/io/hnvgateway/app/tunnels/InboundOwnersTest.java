package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.steering.TunnelOwners.Mark;
import io.hnvgateway.packet.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboundOwnersTest {
    private static final IpAddress OWN = IpAddress.parse("198.51.100.1");
    private static final IpAddress PEER = IpAddress.parse("198.51.100.50");
    private static final int MTU = 1500;
    private static final int VLAN = 300;

    private final Map<Mark, Integer> told = new LinkedHashMap<>();
    private final InboundOwners owners = new InboundOwners(told::put);
    private final TunnelTable table = new TunnelTable();

    private static Tunnel tunnel(int index, int compartment, Tunnel.Path path) {
        return new Tunnel(
                index,
                new Tunnel.Tenant(
                        compartment,
                        RoutingDomainId.parse(
                                "{00000000-0000-0000-0000-00000000000%d}".formatted(compartment)),
                        "office"),
                path,
                Tunnel.Limits.NONE,
                new TunnelState());
    }

    @Test
    void greAndVlansAreKnownByTheirConfiguration() {
        table.put(tunnel(1, 5, Tunnel.Path.gre(OWN, PEER, 7, MTU)));
        table.onChange(owners::tunnels);
        assertThat(told).isEqualTo(Map.of(new Mark.Gre(OWN, PEER, 7), 5));
        told.clear();
        table.put(tunnel(2, 6, Tunnel.Path.l3(OWN, PEER, null, TenantLinks.link(VLAN), MTU)));
        assertThat(told).isEqualTo(Map.of(new Mark.Vlan(VLAN), 6));
    }

    @Test
    void whatGoesIsNobodysAndWhatComesInItsPlaceIsTheOthers() {
        table.onChange(owners::tunnels);
        table.put(tunnel(1, 5, Tunnel.Path.gre(OWN, PEER, 7, MTU)));
        table.put(tunnel(1, 5, Tunnel.Path.gre(OWN, PEER, 8, MTU)));
        assertThat(told)
                .isEqualTo(Map.of(new Mark.Gre(OWN, PEER, 7), 0, new Mark.Gre(OWN, PEER, 8), 5));
        told.clear();
        table.put(tunnel(1, 6, Tunnel.Path.gre(OWN, PEER, 8, MTU)));
        assertThat(told).isEqualTo(Map.of(new Mark.Gre(OWN, PEER, 8), 6));
        table.remove(1);
        assertThat(told).isEqualTo(Map.of(new Mark.Gre(OWN, PEER, 8), 0));
    }

    @Test
    void associationsAreKnownByTheirSpi() {
        table.onChange(owners::tunnels);
        table.put(tunnel(1, 5, Tunnel.Path.ipsec(OWN, PEER, MTU)));
        assertThat(told).isEmpty();
        owners.esp(0xabc00001, 5);
        assertThat(told).isEqualTo(Map.of(new Mark.Esp(0xabc00001), 5));
    }
}
