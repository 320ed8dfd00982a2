package io.hnvgateway.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.policy.PolicyMatch;
import io.hnvgateway.bgp.policy.PolicyRule;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.AsPath.Kind;
import io.hnvgateway.bgp.route.AsPath.Segment;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputCheckTest {
    private static final String D = "192.0.2.0/24";

    private final RouterWorld world = RouterWorld.ofPeers(2);

    private void refuses(Refusal refusal, PathAttributes attributes, String prefix) {
        world.announce("p1", attributes, prefix);
        assertEquals(Optional.of(refusal), world.route(prefix, "p1").refusal());
        assertEquals(List.of(), world.ways(prefix));
        assertEquals(Map.of(refusal, 1), world.view("p1").refused());
        assertEquals(Map.of(), world.told("p2"));
        world.withdraw("p1", prefix);
        assertEquals(Map.of(), world.view("p1").refused());
    }

    private PathAttributes path(AsPath path) {
        return world.from("p1").asPath(path).build();
    }

    @Test
    void refusesLoops() {
        refuses(Refusal.OWN_AS, path(AsPath.sequence(65001, 65000)), D);
        AsPath inSet =
                AsPath.of(
                        List.of(
                                new Segment(Kind.SEQUENCE, List.of(new Asn(65001))),
                                new Segment(Kind.SET, List.of(new Asn(65000)))));
        refuses(Refusal.OWN_AS, path(inSet), D);
    }

    @Test
    void refusesAPathThatDoesNotBeginWithThePeer() {
        refuses(Refusal.FIRST_AS, path(AsPath.sequence(65002, 65001)), D);
        refuses(Refusal.FIRST_AS, path(AsPath.EMPTY), D);
    }

    @Test
    void takesOneThatDoesNotWhereThatIsAllowed() {
        world.with(RouterWorld.peer(1, 65001).withOptions(new PeerOptions(false, false, 1, false)));
        world.announce("p1", path(AsPath.sequence(65002, 65000)), D);
        assertEquals(List.of("p1"), world.ways(D));
        refuses(Refusal.OWN_AS, path(AsPath.sequence(65000, 65000)), D);
        refuses(Refusal.FIRST_AS, path(AsPath.EMPTY), D);
    }

    @Test
    void refusesWhateverOneTellsThatIsOnlyTold() {
        world.with(RouterWorld.peer(1, 65001).withOptions(PeerOptions.ONLY_TOLD));
        refuses(Refusal.ONLY_TOLD, path(AsPath.sequence(65001)), D);
    }

    @Test
    void refusesConfederationsAndWhatIsTooLong() {
        AsPath confederation =
                AsPath.of(
                        List.of(new Segment(Kind.CONFEDERATION_SEQUENCE, List.of(new Asn(65001)))));
        refuses(Refusal.CONFEDERATION, path(confederation), D);
        refuses(
                Refusal.PATH_TOO_LONG,
                path(AsPath.sequence(Collections.nCopies(256, new Asn(65001)))),
                D);
        List<Community> many = IntStream.range(0, 257).mapToObj(Community::new).toList();
        refuses(Refusal.TOO_MANY_COMMUNITIES, world.from("p1").communities(many).build(), D);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "224.0.0.5", "255.255.255.255", "fd00::1"})
    void refusesNextHopsThatAreNoNeighbours(String nextHop) {
        IpAddress address = IpAddress.parse(nextHop);
        refuses(Refusal.NEXT_HOP, world.from("p1").nextHop(address).build(), D);
    }

    @Test
    void refusesItselfAsNextHop() {
        IpAddress own = IpAddress.parse("10.1.0.1");
        refuses(Refusal.OWN_NEXT_HOP, world.from("p1").nextHop(own).build(), D);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"224.0.0.0/8", "127.0.0.0/8", "169.254.1.0/24", "240.0.0.0/5", "0.1.0.0/16"})
    void refusesPrefixesThatAreNoUnicast(String prefix) {
        refuses(Refusal.PREFIX, world.from("p1").build(), prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::/10", "ff02::/16", "::1/128"})
    void refusesSuchOfTheOtherFamily(String prefix) {
        IpAddress nextHop = IpAddress.parse("fd00:2::1");
        refuses(Refusal.PREFIX, world.from("p1").nextHop(nextHop).build(), prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "128.0.0.0/1", "0.0.0.0/1"})
    void takesDefaultRoutesAndHalves(String prefix) {
        world.announce("p1", prefix);
        assertEquals(List.of("p1"), world.ways(prefix));
    }

    @Test
    void refusesTheGatewaysOwnAddresses() {
        refuses(Refusal.OWN_PREFIX, world.from("p1").build(), "10.1.0.1/32");
    }

    @Test
    void refusesWhatWasReflectedBack() {
        world.with(RouterWorld.peer(1, 65000));
        RouterId own = RouterWorld.SETTINGS.routerId();
        refuses(Refusal.REFLECTED, world.from("p1").originator(own).build(), D);
        refuses(Refusal.REFLECTED, world.from("p1").clusters(List.of(own)).build(), D);
    }

    @Test
    void policyRefusesAndAnotherPolicyNeedsNoOtherAnnouncement() {
        PolicyMap none = new PolicyMap("none", List.of(PolicyRule.deny(PolicyMatch.ALL)), true);
        world.with(RouterWorld.peer(1, 65001).withPolicyIn(none));
        refuses(Refusal.POLICY, world.from("p1").build(), D);
        world.announce("p1", D);
        world.with(RouterWorld.peer(1, 65001));
        assertEquals(List.of("p1"), world.ways(D));
        world.with(RouterWorld.peer(1, 65001).withPolicyIn(none));
        assertEquals(List.of(), world.ways(D));
    }

    @Test
    void whatCouldNotBeReadIsTakenAsWithdrawnAndCounted() {
        world.announce("p1", D);
        world.take();
        world.router.malformed("p1", RouterWorld.prefixes(D, "198.51.100.0/24"));
        assertEquals(List.of(), world.ways(D));
        assertEquals(Map.of(Refusal.MALFORMED, 2L), world.view("p1").unkept());
    }

    @Test
    void aStrangerAndAPeerThatIsDownSayNothing() {
        world.router.peerDown("p1", false);
        world.announce("p1", D);
        world.router.update(
                "stranger",
                RouteUpdate.announce(world.from("p2").build(), RouterWorld.prefixes(D)));
        assertEquals(List.of(), world.ways(D));
    }
}
