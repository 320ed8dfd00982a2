package io.hnvgateway.bgp.policy;

import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.LargeCommunity;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpAddress;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a rule sets; what is absent stays as it is.
///
/// @param nextHop serves routes of its own family alone
public record PolicySet(
        OptionalLong localPreference,
        OptionalLong med,
        CommunityChange<Community> communities,
        CommunityChange<LargeCommunity> largeCommunities,
        @Nullable IpAddress nextHop) {
    public static final PolicySet NOTHING =
            new PolicySet(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    CommunityChange.none(),
                    CommunityChange.none(),
                    null);

    public PolicySet {
        within("local preference", localPreference);
        within("MED", med);
    }

    private static void within(String name, OptionalLong value) {
        if (value.isPresent() && (value.getAsLong() < 0 || value.getAsLong() > Asn.MOST)) {
            throw new IllegalArgumentException(
                    name + " " + value.getAsLong() + ": must be 0.." + Asn.MOST);
        }
    }

    public PolicySet withLocalPreference(long value) {
        return new PolicySet(OptionalLong.of(value), med, communities, largeCommunities, nextHop);
    }

    public PolicySet withMed(long value) {
        return new PolicySet(
                localPreference, OptionalLong.of(value), communities, largeCommunities, nextHop);
    }

    public PolicySet withCommunities(CommunityChange<Community> change) {
        return new PolicySet(localPreference, med, change, largeCommunities, nextHop);
    }

    public PolicySet withLargeCommunities(CommunityChange<LargeCommunity> change) {
        return new PolicySet(localPreference, med, communities, change, nextHop);
    }

    public PolicySet withNextHop(IpAddress address) {
        return new PolicySet(localPreference, med, communities, largeCommunities, address);
    }

    /// The same object when nothing changes.
    ///
    /// @throws IllegalArgumentException when there are too many communities then
    PathAttributes apply(PathAttributes attributes, boolean ipv4) {
        if (equals(NOTHING)) {
            return attributes;
        }
        PathAttributes.Builder changed =
                attributes.toBuilder()
                        .communities(communities.apply(attributes.communities()))
                        .largeCommunities(largeCommunities.apply(attributes.largeCommunities()));
        localPreference.ifPresent(changed::localPreference);
        med.ifPresent(changed::med);
        if (nextHop != null && nextHop.isIpv4() == ipv4) {
            changed.nextHop(nextHop);
        }
        return changed.build();
    }
}
