package io.hnvgateway.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.policy.PolicyMatch;
import io.hnvgateway.bgp.policy.PolicyRule;
import io.hnvgateway.bgp.policy.PolicySet;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdjRibOutTest {
    private static final String D = "192.0.2.0/24";
    private static final IpAddress SELF = IpAddress.parse("10.1.0.1");

    private final RouterWorld world = RouterWorld.ofPeers(2);

    private PathAttributes told(String name, String prefix) {
        return Objects.requireNonNull(world.told(name).get(IpPrefix.parse(prefix)), prefix);
    }

    private Set<IpPrefix> toldPrefixes(String name) {
        return world.told(name).keySet();
    }

    @Test
    void anotherAsHearsTheOwnAsInFrontAndTheGatewayAsNextHop() {
        world.announce("p1", world.from("p1").med(4).build(), D);
        PathAttributes told = told("p2", D);
        assertEquals("65000 65001", told.asPath().toString());
        assertEquals(SELF, told.nextHop());
        assertEquals(OptionalLong.empty(), told.med());
        assertEquals(OptionalLong.empty(), told.localPreference());
        assertEquals(Set.of(), toldPrefixes("p1"));
    }

    @Test
    void theOwnAsHearsThePathAsItIsAndALocalPreference() {
        world.with(RouterWorld.peer(2, 65000));
        world.announce("p1", world.from("p1").med(4).build(), D);
        PathAttributes told = told("p2", D);
        assertEquals("65001", told.asPath().toString());
        assertEquals(OptionalLong.of(100), told.localPreference());
        assertEquals(OptionalLong.of(4), told.med());
        assertEquals(SELF, told.nextHop());
    }

    @Test
    void theOwnAsDoesNotHearOfItself() {
        world.with(RouterWorld.peer(1, 65000), RouterWorld.peer(2, 65000));
        world.announce("p1", D);
        assertEquals(Set.of(), toldPrefixes("p2"));
    }

    @Test
    void wellKnownCommunitiesKeepRoutesHere() {
        world.announce("p1", world.from("p1").communities(List.of(Community.NO_EXPORT)).build(), D);
        assertEquals(Set.of(), toldPrefixes("p2"));
        world.with(RouterWorld.peer(2, 65000));
        assertEquals(Set.of(IpPrefix.parse(D)), toldPrefixes("p2"));
        world.announce(
                "p1", world.from("p1").communities(List.of(Community.NO_ADVERTISE)).build(), D);
        assertEquals(Set.of(), toldPrefixes("p2"));
    }

    @Test
    void localRoutesAreToldWhereTheyAreRedistributed() {
        world.withLocal(
                RouterWorld.subnet("10.9.0.0/24"),
                RouterWorld.subnet("fd00:9::/64"),
                new LocalRoute(
                        IpPrefix.parse("10.8.0.0/24"),
                        LocalRoute.Source.STATIC,
                        "office",
                        0,
                        true,
                        true));
        assertEquals(Origin.IGP, told("p1", "10.9.0.0/24").origin());
        assertEquals(Origin.INCOMPLETE, told("p1", "10.8.0.0/24").origin());
        assertEquals(IpAddress.parse("fd00:1::1"), told("p1", "fd00:9::/64").nextHop());
        assertEquals("65000", told("p1", "fd00:9::/64").asPath().toString());
        assertEquals(3, toldPrefixes("p2").size());
        world.local.removeLast();
        world.router.replaceLocal(world.local);
        assertEquals(2, toldPrefixes("p2").size());
    }

    @Test
    void aFamilyWithoutALocalAddressOrNotAgreedOnIsNotTold() {
        world.withLocal(RouterWorld.subnet("10.9.0.0/24"), RouterWorld.subnet("fd00:9::/64"));
        world.router.peerUp(
                "p1",
                new PeerSession(RouterWorld.routerId("p1"), Set.of(AddressFamily.IPV4_UNICAST)));
        world.told.remove("p1");
        assertEquals(Set.of(IpPrefix.parse("10.9.0.0/24")), toldPrefixes("p1"));
        PeerSettings without =
                new PeerSettings(
                        "p2",
                        IpAddress.parse("10.1.2.2"),
                        RouterWorld.peer(2, 65002).asn(),
                        Map.of(AddressFamily.IPV6_UNICAST, IpAddress.parse("fd00:1::1")));
        world.with(without);
        assertEquals(Set.of(IpPrefix.parse("fd00:9::/64")), toldPrefixes("p2"));
    }

    @Test
    void aPolicySetsAndDeniesWhatIsTold() {
        PolicyMap map =
                new PolicyMap(
                        "out",
                        List.of(
                                PolicyRule.permit(
                                        PolicyMatch.communities(Community.of(1, 1)),
                                        PolicySet.NOTHING.withMed(77))),
                        false);
        world.with(RouterWorld.peer(2, 65002).withPolicyOut(map));
        world.announce("p1", "198.51.100.0/24");
        world.announce("p1", world.from("p1").communities(List.of(Community.of(1, 1))).build(), D);
        assertEquals(Set.of(IpPrefix.parse(D)), toldPrefixes("p2"));
        assertEquals(OptionalLong.of(77), told("p2", D).med());
        world.with(RouterWorld.peer(2, 65002));
        assertEquals(2, toldPrefixes("p2").size());
    }

    @Test
    void aDefaultRouteIsOriginatedWhetherThereIsOneOrNot() {
        PeerOptions options = new PeerOptions(false, true, 0, true);
        world.with(RouterWorld.peer(2, 65002).withOptions(options));
        assertEquals("65000", told("p2", "0.0.0.0/0").asPath().toString());
        assertEquals(IpAddress.parse("fd00:1::1"), told("p2", "::/0").nextHop());
        assertEquals(Set.of(), toldPrefixes("p1"));
        world.announce("p1", "0.0.0.0/0");
        assertEquals("65000", told("p2", "0.0.0.0/0").asPath().toString());
        world.with(RouterWorld.peer(2, 65002));
        assertEquals("65000 65001", told("p2", "0.0.0.0/0").asPath().toString());
        assertEquals(1, toldPrefixes("p2").size());
    }

    @Test
    void aNewSessionIsToldAllAndThatThisIsAll() {
        world.announce("p1", D, "198.51.100.0/24");
        world.take();
        world.up("p2");
        RibChanges changes = world.take();
        PeerChange told = Objects.requireNonNull(changes.peers().get("p2"));
        assertEquals(RouterWorld.BOTH, told.endOfRib());
        assertEquals(1, told.update().announced().size());
        assertEquals(2, told.update().announced().getFirst().prefixes().size());
        assertTrue(world.take().isEmpty());
    }

    @Test
    void aNewSpeakerIsGivenAllThatThePeerWasTold() {
        world.announce("p1", D, "198.51.100.0/24");
        world.withLocal(RouterWorld.subnet("fd00:9::/64"));
        world.take();
        List<Announcement> all = world.router.announcements("p2");
        assertEquals(2, all.size());
        int prefixes = all.stream().mapToInt(said -> said.prefixes().size()).sum();
        assertEquals(world.told("p2").size(), prefixes);
        assertEquals(List.of(), world.router.announcements("stranger"));
    }

    @Test
    void aRefreshRepeatsTheFamily() {
        world.withLocal(RouterWorld.subnet("10.9.0.0/24"), RouterWorld.subnet("fd00:9::/64"));
        world.take();
        world.router.refresh("p1", AddressFamily.IPV6_UNICAST);
        PeerChange told = Objects.requireNonNull(world.take().peers().get("p1"));
        assertEquals(
                RouterWorld.prefixes("fd00:9::/64"),
                told.update().announced().getFirst().prefixes());
        assertEquals(1, told.update().announced().size());
    }

    @Test
    void whatComesAndGoesBeforeItIsTakenIsNotHandedOver() {
        world.take();
        int calls = world.calls;
        world.announce("p1", D);
        world.announce("p1", "198.51.100.0/24");
        world.withdraw("p1", D);
        assertEquals(calls + 1, world.calls);
        RibChanges changes = world.take();
        assertEquals(1, changes.best().size());
        assertEquals(Set.of("p2"), changes.peers().keySet());
    }

    @Test
    void aPeersOwnAddressIsPinnedToItsLocalRoute() {
        RibChanges changes = world.take();
        Map<IpAddress, LocalRoute> pins = changes.pins().orElseThrow();
        assertEquals(
                Map.of(
                        IpAddress.parse("10.1.1.2"),
                        RouterWorld.tunnel(1, 0),
                        IpAddress.parse("10.1.2.2"),
                        RouterWorld.tunnel(2, 0)),
                pins);
        world.announce("p2", "10.1.1.2/32");
        assertTrue(world.take().pins().isEmpty());
        world.with(RouterWorld.peer(3, 65003));
        assertEquals(2, world.take().pins().orElseThrow().size());
    }
}
