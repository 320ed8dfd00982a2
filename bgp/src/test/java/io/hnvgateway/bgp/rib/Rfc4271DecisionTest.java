package io.hnvgateway.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.policy.PolicyMatch;
import io.hnvgateway.bgp.policy.PolicyRule;
import io.hnvgateway.bgp.policy.PolicySet;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.AsPath.Kind;
import io.hnvgateway.bgp.route.AsPath.Segment;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// RFC 4271 §9.1: one class for each step, in which all before it are equal and all behind it would
/// choose the other path.
class Rfc4271DecisionTest {
    private static final String D = "192.0.2.0/24";

    private final RouterWorld world = RouterWorld.ofPeers(3);

    @Nested
    class Section9_1_1_DegreeOfPreference {
        private final PolicySet high = PolicySet.NOTHING.withLocalPreference(200);

        @Test
        void theHigherLocalPreferenceWinsOverAShorterPath() {
            PolicyMap prefers =
                    new PolicyMap("m", List.of(PolicyRule.permit(PolicyMatch.ALL, high)), true);
            world.with(RouterWorld.peer(2, 65002).withPolicyIn(prefers));
            world.announce("p1", D);
            world.announce("p2", world.from("p2").asPath(AsPath.sequence(65002, 7, 8)).build(), D);
            assertEquals(List.of("p2"), world.ways(D));
        }

        @Test
        void whatAPeerOfAnotherAsSaysOfItIsIgnored() {
            world.announce("p1", D);
            world.announce("p2", world.from("p2").localPreference(900).build(), D);
            assertEquals(List.of("p1"), world.ways(D));
        }

        @Test
        void aPeerOfTheOwnAsSaysIt() {
            world.with(RouterWorld.peer(3, 65000));
            world.up("p3");
            world.announce("p1", D);
            world.announce("p3", world.from("p3").localPreference(101).build(), D);
            assertEquals(List.of("p3"), world.ways(D));
        }
    }

    @Nested
    class Section9_1_2_1_NextHop {
        private void announceBy(String nextHop, String prefix) {
            world.announce(
                    "p2", world.from("p2").nextHop(IpAddress.parse(nextHop)).build(), prefix);
        }

        private void multihop() {
            world.with(
                    RouterWorld.peer(2, 65002).withOptions(new PeerOptions(true, true, 0, false)));
        }

        @Test
        void oneBehindNothingIsNotUsed() {
            multihop();
            announceBy("172.16.0.1", D);
            assertEquals(List.of(), world.ways(D));
            assertEquals(RouteState.UNREACHABLE, world.route(D, "p2").state());
        }

        @Test
        void oneBehindALocalRouteThatComesIsUsed() {
            multihop();
            announceBy("172.16.0.1", D);
            world.take();
            world.withLocal(
                    new LocalRoute(
                            IpPrefix.parse("172.16.0.0/16"),
                            LocalRoute.Source.STATIC,
                            "office",
                            0,
                            false,
                            true));
            assertEquals(List.of("p2"), world.ways(D));
            assertEquals("office", world.route(D, "p2").link().orElseThrow());
        }

        @Test
        void oneBehindALearnedRouteLiesBehindItsLink() {
            multihop();
            announceBy("172.16.0.1", D);
            world.announce("p1", "172.16.0.0/16");
            assertEquals(List.of("p2"), world.ways(D));
            assertEquals("tunnel1", world.route(D, "p2").link().orElseThrow());
            world.withdraw("p1", "172.16.0.0/16");
            assertEquals(List.of(), world.ways(D));
        }

        @Test
        void aMoreSpecificLearnedRouteMovesIt() {
            multihop();
            announceBy("172.16.0.1", D);
            world.announce("p1", "172.16.0.0/16");
            world.announce("p3", "172.16.0.0/24");
            world.take();
            assertEquals("tunnel3", world.route(D, "p2").link().orElseThrow());
        }

        @Test
        void noneLiesBehindItsOwnRoute() {
            multihop();
            announceBy("172.16.0.1", "172.16.0.0/16");
            assertEquals(List.of(), world.ways("172.16.0.0/16"));
        }

        @Test
        void noneLiesBehindItsOwnRouteWhenTheOneItLayBehindIsGone() {
            multihop();
            world.announce("p1", "172.16.0.0/16");
            announceBy("172.16.0.1", "172.16.0.0/24");
            assertEquals(List.of("p2"), world.ways("172.16.0.0/24"));
            world.withdraw("p1", "172.16.0.0/16");
            assertEquals(List.of(), world.ways("172.16.0.0/24"));
        }

        @Test
        void twoThatLieBehindEachOtherAreNotUsed() {
            multihop();
            announceBy("172.16.0.1", "172.17.0.0/16");
            announceBy("172.17.0.1", "172.16.0.0/16");
            assertEquals(List.of(), world.ways("172.16.0.0/16"));
            assertEquals(List.of(), world.ways("172.17.0.0/16"));
        }

        @Test
        void aLearnedRouteThatHoldsThePeerLeavesTheWayToThePeer() {
            world.announce("p1", D);
            world.announce("p2", "10.1.1.0/25", "10.1.1.2/32", "0.0.0.0/0");
            assertEquals(List.of("p1"), world.ways(D));
            assertEquals("tunnel1", world.route(D, "p1").link().orElseThrow());
            assertEquals("tunnel1", world.view("p1").link().orElseThrow());
        }

        @Test
        void oneThatIsNotOnThePeersLinkIsNotUsedUnlessThePeerIsSeveralHopsAway() {
            announceBy("10.1.1.9", D);
            assertEquals(List.of(), world.ways(D));
            multihop();
            assertEquals(List.of("p2"), world.ways(D));
        }

        @Test
        void oneThatIsOnThePeersLinkIsUsed() {
            announceBy("10.1.2.9", D);
            assertEquals(List.of("p2"), world.ways(D));
        }
    }

    @Nested
    class StepA_AsPath {
        @Test
        void theShorterWins() {
            world.announce("p1", world.from("p1").asPath(AsPath.sequence(65001, 9)).build(), D);
            world.announce("p2", world.from("p2").origin(Origin.INCOMPLETE).build(), D);
            assertEquals(List.of("p2"), world.ways(D));
        }

        @Test
        void aSetIsOneHop() {
            AsPath withSet =
                    AsPath.of(
                            List.of(
                                    new Segment(Kind.SEQUENCE, List.of(new Asn(65002))),
                                    new Segment(Kind.SET, List.of(new Asn(7), new Asn(8)))));
            world.announce("p1", world.from("p1").asPath(AsPath.sequence(65001, 7, 8)).build(), D);
            world.announce("p2", world.from("p2").asPath(withSet).build(), D);
            assertEquals(List.of("p2"), world.ways(D));
        }
    }

    @Nested
    class StepB_Origin {
        @Test
        void theLowerWins() {
            world.with(RouterWorld.peer(2, 65001));
            world.announce("p1", world.from("p1").origin(Origin.INCOMPLETE).med(0).build(), D);
            world.announce("p2", world.from("p2").origin(Origin.EGP).med(9).build(), D);
            assertEquals(List.of("p2"), world.ways(D));
        }
    }

    @Nested
    class StepC_Med {
        @Test
        void theLowerWinsWithinOneNeighbouringAs() {
            world.with(RouterWorld.peer(2, 65001));
            world.announce("p1", world.from("p1").med(10).build(), D);
            world.announce("p2", world.from("p2").med(5).build(), D);
            assertEquals(List.of("p2"), world.ways(D));
        }

        @Test
        void aMissingOneIsZero() {
            world.with(RouterWorld.peer(2, 65001));
            world.announce("p1", world.from("p1").med(1).build(), D);
            world.announce("p2", D);
            assertEquals(List.of("p2"), world.ways(D));
        }

        @Test
        void itIsNotComparedBetweenNeighbours() {
            world.announce("p1", world.from("p1").med(10).build(), D);
            world.announce("p2", world.from("p2").med(5).build(), D);
            assertEquals(List.of("p1"), world.ways(D));
        }

        @Test
        void onePathIsBeatenByAnotherThatLosesLater() {
            // p1 and p3 are of one AS: p3's MED takes p1 out, then p2's identifier is the lowest
            world.with(RouterWorld.peer(3, 65001));
            world.announce("p1", world.from("p1").med(10).build(), D);
            world.announce("p2", world.from("p2").med(90).build(), D);
            world.announce("p3", world.from("p3").med(5).build(), D);
            assertEquals(List.of("p2"), world.ways(D));
        }
    }

    @Nested
    class StepD_External {
        @Test
        void aRouteFromAnotherAsWins() {
            world.with(RouterWorld.peer(1, 65000)).withLocal(RouterWorld.tunnel(2, 0));
            world.up("p1");
            world.announce("p1", world.from("p1").asPath(AsPath.sequence(65002)).build(), D);
            world.announce("p2", D);
            assertEquals(List.of("p2"), world.ways(D));
        }
    }

    @Nested
    class StepE_InteriorCost {
        @Test
        void theNearerNextHopWins() {
            world.local.set(0, RouterWorld.tunnel(1, 20));
            world.local.set(1, RouterWorld.tunnel(2, 10));
            world.router.replaceLocal(world.local);
            world.announce("p1", D);
            world.announce("p2", D);
            assertEquals(List.of("p2"), world.ways(D));
        }
    }

    @Nested
    class StepF_Identifier {
        @Test
        void theLowerWins() {
            world.router.peerUp(
                    "p2", new PeerSession(RouterId.parse("10.254.0.9"), RouterWorld.BOTH));
            world.announce("p1", D);
            world.announce("p2", D);
            assertEquals(List.of("p2"), world.ways(D));
        }

        @Test
        void itIsUnsigned() {
            world.router.peerUp(
                    "p1", new PeerSession(RouterId.parse("200.0.0.1"), RouterWorld.BOTH));
            world.announce("p1", D);
            world.announce("p2", D);
            assertEquals(List.of("p2"), world.ways(D));
        }

        @Test
        void anOriginatorStandsForIt() {
            world.with(RouterWorld.peer(1, 65000), RouterWorld.peer(2, 65000));
            world.up("p1");
            world.up("p2");
            world.announce("p1", D);
            world.announce("p2", world.from("p2").originator(RouterId.parse("1.1.1.1")).build(), D);
            assertEquals(List.of("p2"), world.ways(D));
        }
    }

    @Nested
    class StepG_Address {
        @Test
        void theLowerWins() {
            RouterId same = RouterId.parse("9.9.9.9");
            world.router.peerUp("p1", new PeerSession(same, RouterWorld.BOTH));
            world.router.peerUp("p2", new PeerSession(same, RouterWorld.BOTH));
            world.announce("p2", D);
            world.announce("p1", D);
            assertEquals(List.of("p1"), world.ways(D));
        }
    }

    @Nested
    class Multipath {
        private void allow(int most) {
            world.settings =
                    new RouterSettings(
                            RouterWorld.OWN,
                            RouterWorld.SETTINGS.routerId(),
                            RouterWorld.SETTINGS.ownAddresses(),
                            most,
                            RouteLimits.DEFAULT);
            world.with(RouterWorld.peer(2, 65001), RouterWorld.peer(3, 65001));
        }

        @Test
        void equalPathsOfOneNeighbourServeTogether() {
            allow(4);
            world.announce("p3", D);
            world.announce("p1", D);
            world.announce("p2", D);
            assertEquals(List.of("p1", "p2", "p3"), world.ways(D));
            assertEquals(RouteState.MULTIPATH, world.route(D, "p3").state());
        }

        @Test
        void asManyAsAreAllowed() {
            allow(2);
            world.announce("p3", D);
            world.announce("p1", D);
            world.announce("p2", D);
            assertEquals(List.of("p1", "p2"), world.ways(D));
            assertEquals(RouteState.VALID, world.route(D, "p3").state());
        }

        @Test
        void aWorsePathDoesNotServe() {
            allow(4);
            world.announce("p1", D);
            world.announce("p2", world.from("p2").med(1).build(), D);
            assertEquals(List.of("p1"), world.ways(D));
        }

        @Test
        void anotherNeighboursPathDoesNotServe() {
            allow(4);
            world.with(RouterWorld.peer(2, 65002));
            world.announce("p1", D);
            world.announce("p2", D);
            assertEquals(List.of("p1"), world.ways(D));
        }
    }

    @Nested
    class LocalRoutesFirst {
        @Test
        void aLearnedRouteNeverTakesAVirtualSubnetsPlace() {
            world.announce("p1", D);
            world.take();
            world.withLocal(RouterWorld.subnet(D));
            assertEquals(List.of(), world.ways(D));
            world.local.removeLast();
            world.router.replaceLocal(world.local);
            assertEquals(List.of("p1"), world.ways(D));
        }
    }
}
