package io.hnvgateway.bgp.route;

import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is said of a route beside its prefix (RFC 4271 §5). Made by [Builder].
///
/// Communities are in order and without repetition (RFC 8092 §5), so that equal sets are equal
/// attributes.
///
/// @param nextHop of the family of the prefixes; for IPv6 the global address (RFC 2545 §3)
/// @param med MULTI_EXIT_DISC, 0..4294967295
/// @param localPreference 0..4294967295; only within an AS
/// @param originator who brought it into the AS, by a reflector (RFC 4456 §8)
/// @param clusters reflectors that passed it on, the nearest first
public record PathAttributes(
        Origin origin,
        AsPath asPath,
        IpAddress nextHop,
        OptionalLong med,
        OptionalLong localPreference,
        List<Community> communities,
        List<LargeCommunity> largeCommunities,
        boolean atomicAggregate,
        @Nullable Aggregator aggregator,
        @Nullable RouterId originator,
        List<RouterId> clusters) {
    /// As many as a message of 4096 octets can carry.
    public static final int MOST_COMMUNITIES = 1024;

    public static final int MOST_LARGE_COMMUNITIES = 341;
    public static final int MOST_CLUSTERS = 256;

    /// @throws IllegalArgumentException naming what is too much
    public PathAttributes {
        within("MED", med);
        within("local preference", localPreference);
        communities = ordered("communities", communities, MOST_COMMUNITIES);
        largeCommunities = ordered("large communities", largeCommunities, MOST_LARGE_COMMUNITIES);
        clusters = List.copyOf(limited("clusters", clusters, MOST_CLUSTERS));
    }

    private static void within(String name, OptionalLong value) {
        if (value.isPresent() && (value.getAsLong() < 0 || value.getAsLong() > Asn.MOST)) {
            throw new IllegalArgumentException(
                    name + " " + value.getAsLong() + ": must be 0.." + Asn.MOST);
        }
    }

    private static <T> List<T> limited(String name, List<T> values, int most) {
        if (values.size() > most) {
            throw new IllegalArgumentException(values.size() + " " + name + ": at most " + most);
        }
        return values;
    }

    private static <T extends Comparable<T>> List<T> ordered(
            String name, List<T> values, int most) {
        return limited(name, values, most).size() < 2
                ? List.copyOf(values)
                : List.copyOf(new TreeSet<>(values));
    }

    public static Builder builder(IpAddress nextHop) {
        return new Builder(nextHop);
    }

    public Builder toBuilder() {
        return new Builder(nextHop)
                .origin(origin)
                .asPath(asPath)
                .med(med)
                .localPreference(localPreference)
                .communities(communities)
                .largeCommunities(largeCommunities)
                .atomicAggregate(atomicAggregate)
                .aggregator(aggregator)
                .originator(originator)
                .clusters(clusters);
    }

    /// Of what a peer may choose freely, not of all; see [SeededHash].
    @Override
    public int hashCode() {
        SeededHash hash =
                new SeededHash()
                        .add(asPath.hashCode())
                        .add(nextHop.high())
                        .add(nextHop.low())
                        .add(med.orElse(-1))
                        .add(localPreference.orElse(-1))
                        .add(communities.size());
        communities.forEach(community -> hash.add(community.bits()));
        hash.add(largeCommunities.size());
        for (LargeCommunity community : largeCommunities) {
            hash.add(community.global()).add(community.first()).add(community.second());
        }
        if (aggregator != null) {
            hash.add(aggregator.asn().bits()).add(aggregator.router().bits());
        }
        hash.add(originator == null ? 0 : originator.bits());
        clusters.forEach(cluster -> hash.add(cluster.bits()));
        return hash.value();
    }

    /// AS numbers, communities and clusters: what its size depends on.
    public int numbers() {
        return asPath.size() + communities.size() + largeCommunities.size() + clusters.size();
    }

    /// The neighbouring AS (RFC 4271 §9.1.2.2 c), 0 for a route of the own AS.
    public long neighborAsOrZero() {
        return asPath.firstOrZero();
    }

    public boolean has(Community community) {
        return communities.contains(community);
    }

    /// Not for several threads.
    public static final class Builder {
        private IpAddress nextHop;
        private Origin origin = Origin.IGP;
        private AsPath asPath = AsPath.EMPTY;
        private OptionalLong med = OptionalLong.empty();
        private OptionalLong localPreference = OptionalLong.empty();
        private List<Community> communities = List.of();
        private List<LargeCommunity> largeCommunities = List.of();
        private boolean atomicAggregate;
        private @Nullable Aggregator aggregator;
        private @Nullable RouterId originator;
        private List<RouterId> clusters = List.of();

        private Builder(IpAddress nextHop) {
            this.nextHop = nextHop;
        }

        public Builder nextHop(IpAddress value) {
            nextHop = value;
            return this;
        }

        public Builder origin(Origin value) {
            origin = value;
            return this;
        }

        public Builder asPath(AsPath value) {
            asPath = value;
            return this;
        }

        public Builder med(OptionalLong value) {
            med = value;
            return this;
        }

        public Builder med(long value) {
            return med(OptionalLong.of(value));
        }

        public Builder localPreference(OptionalLong value) {
            localPreference = value;
            return this;
        }

        public Builder localPreference(long value) {
            return localPreference(OptionalLong.of(value));
        }

        public Builder communities(List<Community> values) {
            communities = values;
            return this;
        }

        public Builder largeCommunities(List<LargeCommunity> values) {
            largeCommunities = values;
            return this;
        }

        public Builder atomicAggregate(boolean value) {
            atomicAggregate = value;
            return this;
        }

        public Builder aggregator(@Nullable Aggregator value) {
            aggregator = value;
            return this;
        }

        public Builder originator(@Nullable RouterId value) {
            originator = value;
            return this;
        }

        public Builder clusters(List<RouterId> values) {
            clusters = values;
            return this;
        }

        /// @throws IllegalArgumentException naming what is too much
        public PathAttributes build() {
            return new PathAttributes(
                    origin,
                    asPath,
                    nextHop,
                    med,
                    localPreference,
                    communities,
                    largeCommunities,
                    atomicAggregate,
                    aggregator,
                    originator,
                    clusters);
        }
    }
}
