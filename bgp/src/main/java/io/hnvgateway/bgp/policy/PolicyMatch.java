package io.hnvgateway.bgp.policy;

import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.LargeCommunity;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpPrefix;
import java.util.Collections;
import java.util.List;

/// Which routes a rule fits: every list that is not empty must have one that fits.
///
/// @param asns any number of the AS path lies in one of the ranges
/// @param nextHops the next hop lies in one of the prefixes
public record PolicyMatch(
        List<PrefixMatch> prefixes,
        List<AsnRange> asns,
        List<Community> communities,
        List<LargeCommunity> largeCommunities,
        List<IpPrefix> nextHops) {
    public static final PolicyMatch ALL =
            new PolicyMatch(List.of(), List.of(), List.of(), List.of(), List.of());

    public PolicyMatch {
        prefixes = List.copyOf(prefixes);
        asns = List.copyOf(asns);
        communities = List.copyOf(communities);
        largeCommunities = List.copyOf(largeCommunities);
        nextHops = List.copyOf(nextHops);
    }

    public static PolicyMatch prefixes(PrefixMatch... prefixes) {
        return new PolicyMatch(List.of(prefixes), List.of(), List.of(), List.of(), List.of());
    }

    public static PolicyMatch asns(AsnRange... asns) {
        return new PolicyMatch(List.of(), List.of(asns), List.of(), List.of(), List.of());
    }

    public static PolicyMatch communities(Community... communities) {
        return new PolicyMatch(List.of(), List.of(), List.of(communities), List.of(), List.of());
    }

    public static PolicyMatch largeCommunities(LargeCommunity... communities) {
        return new PolicyMatch(List.of(), List.of(), List.of(), List.of(communities), List.of());
    }

    public static PolicyMatch nextHops(IpPrefix... nextHops) {
        return new PolicyMatch(List.of(), List.of(), List.of(), List.of(), List.of(nextHops));
    }

    public boolean matches(IpPrefix prefix, PathAttributes attributes) {
        return matchesPrefix(prefix) && matches(attributes);
    }

    private boolean matchesPrefix(IpPrefix prefix) {
        for (PrefixMatch match : prefixes) {
            if (match.matches(prefix)) {
                return true;
            }
        }
        return prefixes.isEmpty();
    }

    private boolean matches(PathAttributes attributes) {
        return matchesAsPath(attributes)
                && matchesNextHop(attributes)
                && (communities.isEmpty()
                        || !Collections.disjoint(communities, attributes.communities()))
                && (largeCommunities.isEmpty()
                        || !Collections.disjoint(largeCommunities, attributes.largeCommunities()));
    }

    private boolean matchesAsPath(PathAttributes attributes) {
        for (AsnRange range : asns) {
            if (attributes.asPath().containsAny(range.lowest(), range.highest())) {
                return true;
            }
        }
        return asns.isEmpty();
    }

    private boolean matchesNextHop(PathAttributes attributes) {
        for (IpPrefix hop : nextHops) {
            if (hop.contains(attributes.nextHop())) {
                return true;
            }
        }
        return nextHops.isEmpty();
    }
}
