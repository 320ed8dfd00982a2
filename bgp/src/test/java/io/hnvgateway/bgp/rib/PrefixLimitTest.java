package io.hnvgateway.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.bgp.route.Community;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixLimitTest {
    private final RouterWorld world = RouterWorld.ofPeers(2);

    private void limit(int maximum, int restartSeconds) {
        world.with(
                RouterWorld.peer(1, 65001)
                        .withPrefixLimit(new PrefixLimit(maximum, 80, restartSeconds)));
    }

    private void announce(String name, int from, int count) {
        String[] prefixes = new String[count];
        for (int i = 0; i < count; i++) {
            prefixes[i] = "192.0." + (from + i) + ".0/24";
        }
        world.announce(name, prefixes);
    }

    @Test
    void warnsOnceAtEightyPercentAndAgainAfterItFell() {
        limit(10, 60);
        announce("p1", 0, 7);
        world.take();
        assertEquals(List.of(), world.events);
        announce("p1", 7, 1);
        announce("p1", 8, 1);
        world.take();
        assertEquals(List.of(new RibEvent.PrefixWarning("p1", 8, 10)), world.events);
        world.withdraw("p1", "192.0.0.0/24", "192.0.1.0/24");
        announce("p1", 0, 1);
        world.take();
        assertEquals(2, world.events.size());
    }

    @Test
    void endsTheSessionAboveTheMaximumAndForgetsItsRoutes() {
        limit(10, 60);
        announce("p2", 100, 20);
        announce("p1", 0, 11);
        world.take();
        assertEquals(List.of(new RibEvent.PrefixLimitExceeded("p1", 10, 60)), world.events);
        assertEquals(20, world.inForce.size());
        announce("p1", 0, 1);
        world.take();
        assertEquals(20, world.inForce.size());
        assertTrue(world.view("p1").overMaximum());
    }

    @Test
    void atTheMaximumNothingEnds() {
        limit(10, 60);
        announce("p1", 0, 10);
        announce("p1", 0, 10);
        world.take();
        assertEquals(10, world.inForce.size());
        assertFalse(world.view("p1").overMaximum());
    }

    @Test
    void thePeerMayRestartAfterItsTime() {
        limit(10, 60);
        announce("p1", 0, 11);
        world.router.peerDown("p1", false);
        world.take();
        world.events.clear();
        world.pass(59);
        world.up("p1");
        world.take();
        assertEquals(List.of(new RibEvent.PrefixLimitExceeded("p1", 10, 60)), world.events);
        assertFalse(world.view("p1").isUp());
        world.events.clear();
        world.pass(1);
        world.take();
        assertEquals(List.of(new RibEvent.MayRestart("p1")), world.events);
        world.up("p1");
        announce("p1", 0, 3);
        world.take();
        assertEquals(3, world.inForce.size());
    }

    @Test
    void withoutARestartTimeItWaitsForTheOperator() {
        limit(10, 0);
        announce("p1", 0, 11);
        world.router.peerDown("p1", false);
        world.pass(1_000_000);
        world.up("p1");
        assertFalse(world.view("p1").isUp());
        world.router.clear("p1");
        world.up("p1");
        assertTrue(world.view("p1").isUp());
    }

    private void announceLong(String name, int first, int communities, String prefix) {
        List<Community> all =
                IntStream.range(first, first + communities).mapToObj(Community::new).toList();
        world.announce(name, world.from(name).communities(all).build(), prefix);
    }

    @Test
    void aRouteWhoseNewAttributesHaveNoRoomIsGoneAndAskedForAgain() {
        RouteLimits limits = new RouteLimits(1000, 255, 256, 256);
        world.settings =
                new RouterSettings(
                        RouterWorld.OWN,
                        RouterWorld.SETTINGS.routerId(),
                        RouterWorld.SETTINGS.ownAddresses(),
                        1,
                        limits);
        world.configure();
        announce("p1", 255, 1);
        for (int i = 0; i < 100; i++) { // 1,000 numbers each, the AS among them
            announceLong("p2", 1000 * i, 999, "192.1." + i + ".0/24");
        }
        announceLong("p2", 1, 800, "192.1.200.0/24");
        world.take();
        assertEquals(List.of(new RibEvent.TotalExceeded("p2", 1000)), world.events);
        assertEquals(List.of("p1"), world.ways("192.0.255.0/24"));
        announceLong("p1", 7, 250, "192.0.255.0/24");
        assertEquals(List.of(), world.ways("192.0.255.0/24"));
        world.events.clear();
        world.router.peerDown("p2", false);
        world.pass(1);
        world.take();
        assertEquals(List.of(new RibEvent.RefreshWanted("p1")), world.events);
    }

    @Test
    void whatPeersAreToldTakesNoRoomFromWhatTheySay() {
        for (int i = 0; i < 1800; i++) { // 251 numbers in, 252 out
            announceLong("p2", 1000 * i, 250, "192.%d.%d.0/24".formatted(i / 250, i % 250));
        }
        assertEquals(1800, world.told("p1").size());
        for (int i = 1800; i < 3600; i++) {
            announceLong("p2", 1000 * i, 250, "192.%d.%d.0/24".formatted(i / 250, i % 250));
        }
        assertEquals(3600, world.told("p1").size());
        assertEquals(List.of(), world.events);
    }

    @Test
    void aFullCompartmentKeepsWhatItHasAndAsksAgainWhenThereIsRoom() {
        world.settings =
                new RouterSettings(
                        RouterWorld.OWN,
                        RouterWorld.SETTINGS.routerId(),
                        RouterWorld.SETTINGS.ownAddresses(),
                        1,
                        new RouteLimits(20, 255, 256, 256));
        world.configure();
        announce("p1", 0, 15);
        announce("p2", 100, 15);
        world.take();
        assertEquals(20, world.inForce.size());
        assertEquals(List.of(new RibEvent.TotalExceeded("p2", 20)), world.events);
        assertEquals(10, world.view("p2").unkept().get(Refusal.OVER_TOTAL));
        // a known prefix may still change
        world.announce("p1", world.from("p1").med(9).build(), "192.0.0.0/24");
        assertEquals(9, world.route("192.0.0.0/24", "p1").received().med().orElseThrow());
        world.events.clear();
        world.router.peerDown("p1", false);
        world.pass(1);
        world.take();
        assertEquals(List.of(new RibEvent.RefreshWanted("p2")), world.events);
        announce("p2", 100, 15);
        world.take();
        assertEquals(15, world.inForce.size());
    }
}
