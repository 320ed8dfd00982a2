package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.pipeline.TunnelWorld;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.stage.SecurityAssociations;
import io.hnvgateway.packet.IpProtocol;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Only who has seen a tunnel's packet can lower its path MTU, and nobody raises it.
class PathMtuWatchTest {
    private static final int LINK = 1500;

    private final TunnelWorld t = new TunnelWorld(1);
    private final PathMtuWatch watch =
            new PathMtuWatch(t.tunnels(), SecurityAssociations.of(t.own));

    @AfterEach
    void close() {
        t.close();
    }

    private PathMtuNotice gre(Tunnel of, long key, int mtuBytes) {
        return new PathMtuNotice(
                of.path().local(), of.path().remote(), IpProtocol.GRE, 0, key, mtuBytes);
    }

    private PathMtuNotice esp(Tunnel of, long spi, int mtuBytes) {
        return new PathMtuNotice(
                of.path().local(), of.path().remote(), IpProtocol.ESP, 0, spi, mtuBytes);
    }

    @Test
    void ofTwoTunnelsTheOneWithTheKeyIsMeant() {
        Tunnel one = t.gre(0, TunnelWorld.OFFICE, 7);
        Tunnel other = t.gre(1, TunnelWorld.OFFICE, 8);
        watch.learn(gre(one, 8, 1400));
        watch.learn(gre(one, 9, 1300));
        watch.learn(gre(one, PathMtuNotice.UNTOLD, 1300));
        assertThat(one.state().pathMtu(LINK)).isEqualTo(LINK);
        assertThat(other.state().pathMtu(LINK)).isEqualTo(1400);
    }

    @Test
    void anAssociationIsKnownByItsSpi() {
        Tunnel office = t.ipsec(0, TunnelWorld.OFFICE);
        t.up(office, TunnelWorld.OFFICE_NET);
        OutboundSa sa = Objects.requireNonNull(t.own.tunnel(office.index())).outbound().getFirst();
        long spi = Integer.toUnsignedLong(sa.spi);
        watch.learn(esp(office, spi + 1, 1300));
        assertThat(office.state().pathMtu(LINK)).isEqualTo(LINK);
        watch.learn(esp(office, spi, 1400));
        assertThat(office.state().pathMtu(LINK)).isEqualTo(1400);
    }

    @Test
    void anErrorThatDoesNotSayWhoseIsBelievedForAllThatItMayBeOf() {
        Tunnel one = t.gre(0, TunnelWorld.OFFICE, Tunnel.Path.NO_KEY);
        watch.learn(gre(one, PathMtuNotice.UNTOLD, 600));
        assertThat(one.state().pathMtu(LINK)).isEqualTo(PathMtuNotice.LEAST_IPV6_BYTES);
    }

    @Test
    void itOnlyFallsUntilItIsForgotten() {
        Tunnel office = t.gre(0, TunnelWorld.OFFICE, 7);
        watch.learn(gre(office, 7, 1400));
        watch.learn(gre(office, 7, 1450));
        assertThat(office.state().pathMtu(LINK)).isEqualTo(1400);
        assertThat(office.state().pathMtu(1350)).isEqualTo(1350);
        watch.age(System.nanoTime() + PathMtuWatch.AGE.minusMinutes(1).toNanos());
        assertThat(office.state().pathMtu(LINK)).isEqualTo(1400);
        watch.age(System.nanoTime() + PathMtuWatch.AGE.toNanos());
        assertThat(office.state().pathMtu(LINK)).isEqualTo(LINK);
    }
}
