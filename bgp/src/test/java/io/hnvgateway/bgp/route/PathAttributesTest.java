package io.hnvgateway.bgp.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PathAttributesTest {
    private static final IpAddress NEXT_HOP = IpAddress.parse("10.0.0.1");

    @Test
    void communitiesAreASet() {
        Community low = Community.of(1, 1);
        Community high = Community.of(65000, 1);
        PathAttributes attributes =
                PathAttributes.builder(NEXT_HOP).communities(List.of(high, low, high)).build();
        assertEquals(List.of(low, high), attributes.communities());
        assertEquals(
                attributes,
                PathAttributes.builder(NEXT_HOP).communities(List.of(low, high)).build());
    }

    /// As `31 * h + v` has them for as many as one likes.
    @Test
    void aPeerCannotChooseAttributesOfOneHash() {
        Set<Integer> byCommunities = new HashSet<>();
        Set<Integer> byPath = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            List<Community> communities =
                    List.of(new Community(1 + i), new Community(1_000_000 - 31 * i));
            byCommunities.add(
                    PathAttributes.builder(NEXT_HOP).communities(communities).build().hashCode());
            byPath.add(
                    PathAttributes.builder(NEXT_HOP)
                            .asPath(AsPath.sequence(65001, 1 + i, 1_000_000 - 31 * i))
                            .build()
                            .hashCode());
        }
        assertTrue(byCommunities.size() > 990);
        assertTrue(byPath.size() > 990);
    }

    @Test
    void aCopyHasEverything() {
        PathAttributes attributes =
                PathAttributes.builder(NEXT_HOP)
                        .origin(Origin.EGP)
                        .asPath(AsPath.sequence(1, 2))
                        .med(0xffff_ffffL)
                        .localPreference(7)
                        .communities(List.of(Community.NO_EXPORT))
                        .largeCommunities(List.of(LargeCommunity.parse("1:2:3")))
                        .atomicAggregate(true)
                        .aggregator(new Aggregator(new Asn(5), RouterId.parse("1.1.1.1")))
                        .originator(RouterId.parse("2.2.2.2"))
                        .clusters(List.of(RouterId.parse("3.3.3.3")))
                        .build();
        assertEquals(attributes, attributes.toBuilder().build());
    }

    @Test
    void refusesWhatNoHonestPeerSends() {
        List<Community> communities = new ArrayList<>();
        for (int i = 0; i <= PathAttributes.MOST_COMMUNITIES; i++) {
            communities.add(new Community(i));
        }
        PathAttributes.Builder many = PathAttributes.builder(NEXT_HOP).communities(communities);
        assertThrows(IllegalArgumentException.class, many::build);
        PathAttributes.Builder large = PathAttributes.builder(NEXT_HOP).med(0x1_0000_0000L);
        assertThrows(IllegalArgumentException.class, large::build);
    }

    @Test
    void anAnnouncementIsOfOneFamily() {
        PathAttributes attributes = PathAttributes.builder(NEXT_HOP).build();
        List<IpPrefix> mixed = List.of(IpPrefix.parse("10.0.0.0/8"), IpPrefix.parse("fd00::/8"));
        assertThrows(IllegalArgumentException.class, () -> new Announcement(attributes, mixed));
    }
}
