package io.hnvgateway.bgp.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.LargeCommunity;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyMapTest {
    private static final IpPrefix D = IpPrefix.parse("10.1.0.0/16");
    private static final Community RED = Community.of(1, 1);
    private static final Community BLUE = Community.of(1, 2);
    private static final LargeCommunity LARGE = LargeCommunity.parse("1:2:3");
    private static final PathAttributes ROUTE =
            PathAttributes.builder(IpAddress.parse("10.0.0.1"))
                    .asPath(AsPath.sequence(65001, 64512))
                    .communities(List.of(RED))
                    .largeCommunities(List.of(LARGE))
                    .build();

    private static PolicyMap map(PolicyRule... rules) {
        return new PolicyMap("m", List.of(rules), true);
    }

    private static boolean denies(PolicyMatch match, IpPrefix prefix) {
        return map(PolicyRule.deny(match)).apply(prefix, ROUTE) == null;
    }

    private static PathAttributes set(PolicySet set) {
        return Objects.requireNonNull(map(PolicyRule.permit(PolicyMatch.ALL, set)).apply(D, ROUTE));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 8, 8, 10.0.0.0/8, true",
        "10.0.0.0/8, 8, 8, 10.1.0.0/16, false",
        "10.0.0.0/8, 8, 32, 10.1.0.0/16, true",
        "10.0.0.0/8, 8, 32, 0.0.0.0/0, false",
        "10.0.0.0/8, 8, 32, 11.0.0.0/16, false",
        "10.0.0.0/8, 16, 24, 10.0.0.0/15, false",
        "10.0.0.0/8, 16, 24, 10.0.0.0/16, true",
        "10.0.0.0/8, 16, 24, 10.0.0.0/24, true",
        "10.0.0.0/8, 16, 24, 10.0.0.0/25, false",
        "0.0.0.0/0, 0, 32, fd00::/8, false",
        "::/0, 0, 128, 10.0.0.0/8, false",
        "fd00::/8, 8, 64, fd00:1::/64, true"
    })
    void aPrefixMatchesByLength(
            String prefix, int shortest, int longest, String other, boolean matches) {
        PrefixMatch match = new PrefixMatch(IpPrefix.parse(prefix), shortest, longest);
        assertEquals(matches, match.matches(IpPrefix.parse(other)));
        assertEquals(matches, denies(PolicyMatch.prefixes(match), IpPrefix.parse(other)));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 7, 8", "10.0.0.0/8, 9, 8", "10.0.0.0/8, 8, 33", "fd00::/8, 8, 129"})
    void refusesLengthsThatAreNone(String prefix, int shortest, int longest) {
        IpPrefix parsed = IpPrefix.parse(prefix);
        assertThrows(
                IllegalArgumentException.class, () -> new PrefixMatch(parsed, shortest, longest));
    }

    @ParameterizedTest
    @CsvSource({
        "65001, 65001, true",
        "64512, 64600, true",
        "64513, 65000, false",
        "65002, 4294967295, false"
    })
    void anAsRangeMatchesAnyNumberOfThePath(long lowest, long highest, boolean matches) {
        AsnRange range = new AsnRange(new Asn(lowest), new Asn(highest));
        assertEquals(matches, denies(PolicyMatch.asns(range), D));
    }

    @Test
    void communitiesAndNextHopsMatch() {
        assertEquals(true, denies(PolicyMatch.communities(BLUE, RED), D));
        assertEquals(false, denies(PolicyMatch.communities(BLUE), D));
        assertEquals(true, denies(PolicyMatch.largeCommunities(LARGE), D));
        assertEquals(false, denies(PolicyMatch.largeCommunities(LargeCommunity.parse("1:2:4")), D));
        assertEquals(true, denies(PolicyMatch.nextHops(IpPrefix.parse("10.0.0.0/24")), D));
        assertEquals(false, denies(PolicyMatch.nextHops(IpPrefix.parse("10.0.1.0/24")), D));
    }

    @Test
    void allConditionsOfAMatchMustHold() {
        PrefixMatch prefix = PrefixMatch.exact(D);
        assertEquals(true, denies(matchOf(prefix, RED), D));
        assertEquals(false, denies(matchOf(prefix, BLUE), D));
        assertEquals(false, denies(matchOf(prefix, RED), IpPrefix.parse("10.1.0.0/17")));
    }

    private static PolicyMatch matchOf(PrefixMatch prefix, Community community) {
        return new PolicyMatch(
                List.of(prefix), List.of(), List.of(community), List.of(), List.of());
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        PolicyRule red = PolicyRule.permit(PolicyMatch.communities(RED));
        PolicyRule deny = PolicyRule.deny(PolicyMatch.ALL);
        assertSame(ROUTE, map(red, deny).apply(D, ROUTE));
        assertNull(map(deny, red).apply(D, ROUTE));
    }

    @Test
    void whatNoRuleFitsIsPermittedUnlessTheMapSaysOtherwise() {
        PolicyRule blue = PolicyRule.deny(PolicyMatch.communities(BLUE));
        assertSame(ROUTE, map(blue).apply(D, ROUTE));
        assertNull(new PolicyMap("m", List.of(blue), false).apply(D, ROUTE));
        assertSame(ROUTE, PolicyMap.PERMIT_ALL.apply(D, ROUTE));
    }

    @Test
    void nextGoesOnWithWhatItSet() {
        PolicySet adds = PolicySet.NOTHING.withCommunities(CommunityChange.add(List.of(BLUE)));
        PolicyMap map =
                map(
                        PolicyRule.next(PolicyMatch.ALL, adds),
                        PolicyRule.deny(PolicyMatch.communities(BLUE)));
        assertNull(map.apply(D, ROUTE));
    }

    @Test
    void sets() {
        assertEquals(OptionalLong.of(7), set(PolicySet.NOTHING.withMed(7)).med());
        assertEquals(
                OptionalLong.of(8),
                set(PolicySet.NOTHING.withLocalPreference(8)).localPreference());
        assertEquals(
                List.of(BLUE),
                set(PolicySet.NOTHING.withCommunities(CommunityChange.replace(List.of(BLUE))))
                        .communities());
        assertEquals(
                List.of(),
                set(PolicySet.NOTHING.withLargeCommunities(
                                new CommunityChange<>(false, List.of(LARGE), List.of())))
                        .largeCommunities());
        IpAddress hop = IpAddress.parse("10.0.0.9");
        assertEquals(hop, set(PolicySet.NOTHING.withNextHop(hop)).nextHop());
    }

    @Test
    void aNextHopServesItsOwnFamily() {
        IpAddress hop = IpAddress.parse("fd00::9");
        assertEquals(ROUTE.nextHop(), set(PolicySet.NOTHING.withNextHop(hop)).nextHop());
    }

    @Test
    void aRouteThatWouldHaveTooManyCommunitiesIsDenied() {
        List<Community> many =
                IntStream.range(0, PathAttributes.MOST_COMMUNITIES)
                        .mapToObj(Community::new)
                        .toList();
        PolicySet adds = PolicySet.NOTHING.withCommunities(CommunityChange.add(many));
        assertNull(map(PolicyRule.permit(PolicyMatch.ALL, adds)).apply(D, ROUTE));
    }
}
