package io.hnvgateway.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.bgp.route.AddressFamily;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// RFC 4724 §4.2, the receiving speaker.
class GracefulRestartTest {
    private static final String D = "192.0.2.0/24";
    private static final String E = "198.51.100.0/24";

    private final RouterWorld world = RouterWorld.ofPeers(2);

    private void restarting() {
        world.upGraceful("p1", RouterWorld.BOTH);
        world.announce("p1", D, E);
        world.take();
        world.router.peerDown("p1", true);
    }

    @Test
    void routesStayWhileThePeerRestarts() {
        restarting();
        assertEquals(List.of("p1"), world.ways(D));
        assertTrue(world.route(D, "p1").stale());
        assertEquals(2, world.view("p1").prefixes().stale());
        world.pass(89);
        assertEquals(List.of("p1"), world.ways(D));
        world.pass(1);
        assertEquals(List.of(), world.ways(D));
    }

    @Test
    void whatIsNotRepeatedGoesWithEndOfRib() {
        restarting();
        world.upGraceful("p1", RouterWorld.BOTH);
        world.announce("p1", D);
        world.pass(100);
        assertEquals(List.of("p1"), world.ways(E));
        world.router.endOfRib("p1", AddressFamily.IPV6_UNICAST);
        assertEquals(List.of("p1"), world.ways(E));
        world.router.endOfRib("p1", AddressFamily.IPV4_UNICAST);
        assertEquals(List.of(), world.ways(E));
        assertEquals(List.of("p1"), world.ways(D));
        assertEquals(0, world.view("p1").prefixes().stale());
    }

    @Test
    void whatIsRepeatedMovesNothing() {
        restarting();
        world.take();
        world.upGraceful("p1", RouterWorld.BOTH);
        world.announce("p1", D, E);
        world.router.endOfRib("p1", AddressFamily.IPV4_UNICAST);
        RibChanges changes = world.take();
        assertEquals(List.of(), changes.best());
        assertEquals(Set.of("p1"), changes.peers().keySet());
    }

    @Test
    void anEndOfRibThatNeverComesIsNotWaitedForLong() {
        restarting();
        world.upGraceful("p1", RouterWorld.BOTH);
        world.pass(Sessions.RECOVERY_SECONDS);
        assertEquals(List.of(), world.ways(D));
    }

    @Test
    void aFamilyWhoseForwardingWasNotKeptGoesAtOnce() {
        restarting();
        world.upGraceful("p1", Set.of(AddressFamily.IPV6_UNICAST));
        assertEquals(List.of(), world.ways(D));
    }

    @Test
    void aPeerThatCameBackWithoutItLosesAll() {
        restarting();
        world.up("p1");
        assertEquals(List.of(), world.ways(D));
    }

    @Test
    void whatIsStaleWhenThePeerRestartsAgainGoes() {
        restarting();
        world.upGraceful("p1", RouterWorld.BOTH);
        world.announce("p1", D);
        world.router.peerDown("p1", true);
        assertEquals(List.of("p1"), world.ways(D));
        assertEquals(List.of(), world.ways(E));
    }

    @Test
    void withoutItOrAfterANotificationRoutesGoAtOnce() {
        world.announce("p2", D);
        world.router.peerDown("p2", true);
        assertEquals(List.of(), world.ways(D));
        world.upGraceful("p1", RouterWorld.BOTH);
        world.announce("p1", D);
        world.router.peerDown("p1", false);
        assertEquals(List.of(), world.ways(D));
    }

    @Test
    void aSessionThatLivedOnWhileItsSpeakerWasAwayKeepsItsRoutes() {
        world.announce("p1", D, E);
        world.take();
        world.router.peerUnknown("p1", 60);
        assertEquals(List.of("p1"), world.ways(D));
        world.router.peerUp(
                "p1",
                new PeerSession(RouterWorld.routerId("p1"), RouterWorld.BOTH, 0, Set.of(), true));
        world.announce("p1", D);
        assertEquals(List.of("p1"), world.ways(E));
        world.router.endOfRib("p1", AddressFamily.IPV4_UNICAST);
        assertEquals(List.of(), world.ways(E));
        assertEquals(List.of("p1"), world.ways(D));
    }

    /// RFC 4724 §4.1: it was our speaker that restarted, so the peer has no forwarding to vouch
    /// for.
    @Test
    void routesOutliveTheEndOfTheSpeakerWhateverThePeersForwardingBit() {
        world.upGraceful("p1", RouterWorld.BOTH);
        world.announce("p1", D, E);
        world.take();
        world.router.peerUnknown("p1", 60);
        world.router.peerDown("p1", true);
        world.upGraceful("p1", Set.of());
        assertEquals(List.of("p1"), world.ways(D));
        world.announce("p1", D);
        world.router.endOfRib("p1", AddressFamily.IPV4_UNICAST);
        assertEquals(List.of("p1"), world.ways(D));
        assertEquals(List.of(), world.ways(E));
    }

    @Test
    void aRefreshTakesWithItWhatIsNotRepeated() {
        world.announce("p1", D, E);
        world.take();
        world.router.refreshBegun("p1", AddressFamily.IPV6_UNICAST);
        world.router.endOfRib("p1", AddressFamily.IPV4_UNICAST);
        assertEquals(List.of("p1"), world.ways(E));
        world.router.refreshBegun("p1", AddressFamily.IPV4_UNICAST);
        world.announce("p1", D);
        assertEquals(List.of("p1"), world.ways(E));
        world.router.endOfRib("p1", AddressFamily.IPV4_UNICAST);
        assertEquals(List.of(), world.ways(E));
        assertEquals(List.of("p1"), world.ways(D));
    }

    @Test
    void whatASnapshotHasIsStaleInTheNextRouter() {
        world.announce("p1", D);
        world.announce("p1", world.from("p1").med(5).build(), E);
        RouterWorld next = new RouterWorld();
        next.with(RouterWorld.peer(1, 65001)).withLocal(RouterWorld.tunnel(1, 0));
        next.router.restore(world.router.snapshot(), 60);
        assertEquals(List.of("p1"), next.ways(D));
        assertEquals(5, next.route(E, "p1").received().med().orElseThrow());
        assertEquals(2, next.view("p1").prefixes().stale());
        next.pass(60);
        assertEquals(List.of(), next.ways(D));
    }
}
