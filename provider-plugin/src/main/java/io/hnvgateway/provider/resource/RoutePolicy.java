package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.AsNumberRange;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.PrefixRange;
import io.hnvgateway.provider.value.RouteCommunity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of a [PolicyMap].
///
/// @param set of no meaning where it denies
public record RoutePolicy(PolicyType type, Match match, Settings set) {

    /// Which routes it fits: of each list that is not empty, one must fit.
    ///
    /// @param asNumbers of any AS in the path
    public record Match(
            List<PrefixRange> prefixes,
            List<AsNumberRange> asNumbers,
            List<RouteCommunity> communities,
            List<IpPrefix> nextHops) {
        public Match {
            prefixes = List.copyOf(prefixes);
            asNumbers = List.copyOf(asNumbers);
            communities = List.copyOf(communities);
            nextHops = List.copyOf(nextHops);
        }
    }

    /// What it sets; null stays as it is. Communities are removed first.
    public record Settings(
            @Nullable Long localPreference,
            @Nullable Long med,
            @Nullable IpAddress nextHop,
            boolean removesAllCommunities,
            List<RouteCommunity> removedCommunities,
            List<RouteCommunity> addedCommunities) {
        public static final Settings NOTHING =
                new Settings(null, null, null, false, List.of(), List.of());

        public Settings {
            removedCommunities = List.copyOf(removedCommunities);
            addedCommunities = List.copyOf(addedCommunities);
        }
    }
}
