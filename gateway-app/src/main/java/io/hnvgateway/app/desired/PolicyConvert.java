package io.hnvgateway.app.desired;

import io.hnvgateway.bgp.policy.AsnRange;
import io.hnvgateway.bgp.policy.CommunityChange;
import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.policy.PolicyMatch;
import io.hnvgateway.bgp.policy.PolicyRule;
import io.hnvgateway.bgp.policy.PolicySet;
import io.hnvgateway.bgp.policy.PrefixMatch;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.LargeCommunity;
import io.hnvgateway.provider.resource.RoutePolicy;
import io.hnvgateway.provider.value.RouteCommunity;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The resource model's policy maps as those that RIBs apply.
final class PolicyConvert {
    private PolicyConvert() {}

    static PolicyMap map(io.hnvgateway.provider.resource.PolicyMap map) {
        return new PolicyMap(
                map.resourceId(),
                map.policies().stream().flatMap(PolicyConvert::rules).toList(),
                map.permitsRest());
    }

    /// Two where the policy asks for communities of either size: any of them shall do.
    private static Stream<PolicyRule> rules(RoutePolicy policy) {
        PolicyRule.Action action =
                switch (policy.type()) {
                    case PERMIT -> PolicyRule.Action.PERMIT;
                    case DENY -> PolicyRule.Action.DENY;
                    case CONTINUE -> PolicyRule.Action.NEXT;
                };
        PolicySet set = set(policy.set());
        PolicyMatch match = match(policy.match());
        if (match.communities().isEmpty() || match.largeCommunities().isEmpty()) {
            return Stream.of(new PolicyRule(match, action, set));
        }
        return Stream.of(
                new PolicyRule(by(match, match.communities(), List.of()), action, set),
                new PolicyRule(by(match, List.of(), match.largeCommunities()), action, set));
    }

    private static PolicyMatch by(
            PolicyMatch match, List<Community> communities, List<LargeCommunity> large) {
        return new PolicyMatch(
                match.prefixes(), match.asns(), communities, large, match.nextHops());
    }

    private static PolicyMatch match(RoutePolicy.Match match) {
        return new PolicyMatch(
                match.prefixes().stream()
                        .map(range ->
                                new PrefixMatch(
                                        Convert.prefix(range.prefix()),
                                        range.shortest(),
                                        range.longest()))
                        .toList(),
                match.asNumbers().stream()
                        .map(range -> new AsnRange(new Asn(range.first()), new Asn(range.last())))
                        .toList(),
                communities(match.communities(), false, Community::parse),
                communities(match.communities(), true, LargeCommunity::parse),
                match.nextHops().stream().map(Convert::prefix).toList());
    }

    private static PolicySet set(RoutePolicy.Settings set) {
        return new PolicySet(
                value(set.localPreference()),
                value(set.med()),
                change(set, false, Community::parse),
                change(set, true, LargeCommunity::parse),
                set.nextHop() == null ? null : Convert.address(set.nextHop()));
    }

    private static OptionalLong value(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static <C> CommunityChange<C> change(
            RoutePolicy.Settings set, boolean large, Function<String, C> parser) {
        return new CommunityChange<>(
                set.removesAllCommunities(),
                communities(set.removedCommunities(), large, parser),
                communities(set.addedCommunities(), large, parser));
    }

    private static <C> List<C> communities(
            List<RouteCommunity> communities, boolean large, Function<String, C> parser) {
        return communities.stream()
                .filter(community -> community.isLarge() == large)
                .map(RouteCommunity::text)
                .map(parser)
                .toList();
    }
}
