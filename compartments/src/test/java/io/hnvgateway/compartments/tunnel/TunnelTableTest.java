package io.hnvgateway.compartments.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.packet.IpAddress;
import org.junit.jupiter.api.Test;

class TunnelTableTest {
    private static final IpAddress LOCAL = IpAddress.parse("203.0.113.1");
    private static final IpAddress OFFICE = IpAddress.parse("198.18.0.1");
    private static final IpAddress BRANCH = IpAddress.parse("2001:db8::1");

    private final TunnelTable table = new TunnelTable();

    private Tunnel tunnel(int index, Tunnel.Path path) {
        Tunnel.Tenant tenant =
                new Tunnel.Tenant(
                        1,
                        RoutingDomainId.parse("{00000000-0000-0000-0000-000000000001}"),
                        "office");
        return new Tunnel(index, tenant, path, Tunnel.Limits.NONE, new TunnelState());
    }

    private int gre(IpAddress remote, long key) {
        return table.gre(LOCAL.high(), LOCAL.low(), remote.high(), remote.low(), key);
    }

    @Test
    void aTunnelIsFoundByItsIndexUntilItIsRemoved() {
        int index = table.claim();
        assertThat(table.get(index)).isNull();
        Tunnel tunnel = tunnel(index, Tunnel.Path.ipsec(LOCAL, OFFICE, 1500));
        table.put(tunnel);
        assertThat(table.get(index)).isSameAs(tunnel);
        assertThat(table.claim()).isNotEqualTo(index);
        table.remove(index);
        assertThat(table.get(index)).isNull();
        assertThat(table.claim()).isEqualTo(index);
    }

    @Test
    void indexesThatNoTunnelMayHaveNameNone() {
        assertThat(table.get(0)).isNull();
        assertThat(table.get(-1)).isNull();
        assertThat(table.get(TunnelTable.LIMIT)).isNull();
    }

    @Test
    void greIsToldByBothEndpointsAndKey() {
        table.put(tunnel(1, Tunnel.Path.gre(LOCAL, OFFICE, 7, 1500)));
        table.put(tunnel(2, Tunnel.Path.gre(LOCAL, OFFICE, 8, 1500)));
        table.put(tunnel(3, Tunnel.Path.gre(LOCAL, BRANCH, 7, 1500)));
        table.put(tunnel(4, Tunnel.Path.gre(LOCAL, OFFICE, Tunnel.Path.NO_KEY, 1500)));
        assertThat(gre(OFFICE, 7)).isEqualTo(1);
        assertThat(gre(OFFICE, 8)).isEqualTo(2);
        assertThat(gre(BRANCH, 7)).isEqualTo(3);
        assertThat(gre(OFFICE, Tunnel.Path.NO_KEY)).isEqualTo(4);
        assertThat(gre(BRANCH, 8)).isZero();
        assertThat(gre(OFFICE, 0)).isZero();
        table.remove(2);
        assertThat(gre(OFFICE, 8)).isZero();
        assertThat(gre(OFFICE, 7)).isEqualTo(1);
    }

    @Test
    void twoTunnelsMayNotShareEndpointsAndKeyNorALink() {
        table.put(tunnel(1, Tunnel.Path.gre(LOCAL, OFFICE, 7, 1500)));
        Tunnel same = tunnel(2, Tunnel.Path.gre(LOCAL, OFFICE, 7, 1500));
        assertThatThrownBy(() -> table.put(same)).isInstanceOf(IllegalArgumentException.class);
        table.put(tunnel(3, Tunnel.Path.l3(LOCAL, OFFICE, null, 556, 1500)));
        Tunnel other = tunnel(4, Tunnel.Path.l3(LOCAL, OFFICE, null, 556, 1500));
        assertThatThrownBy(() -> table.put(other)).isInstanceOf(IllegalArgumentException.class);
        assertThat(table.ofLink(556)).isEqualTo(3);
        assertThat(table.ofLink(1)).isZero();
        assertThat(table.ofLink(9)).isZero();
        assertThat(table.all()).hasSize(2);
    }

    @Test
    void aDemandIsSignalledOnceAndAgainWhenNothingCameOfIt() {
        TunnelState state = new TunnelState();
        assertThat(state.demand(0)).isTrue();
        assertThat(state.demand(1_999_999_999L)).isFalse();
        assertThat(state.demand(2_000_000_000L)).isTrue();
        state.up(true);
        state.up(false);
        assertThat(state.demand(2_000_000_001L)).isTrue();
    }

    @Test
    void aLimitLetsPassWhatItSaysAndABurst() {
        RateLimit limit = new RateLimit();
        assertThat(limit.admits(1 << 30, 0)).isTrue();
        limit.set(8_000); // a megabyte a second, so 100 kB at once
        int passed = 0;
        for (long now = 0; now < 10_000_000_000L; now += 100_000) {
            passed += limit.admits(1000, now) ? 1000 : 0;
        }
        assertThat(passed).isBetween(10_000_000, 10_101_000);
    }
}
