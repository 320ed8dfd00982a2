package io.hnvgateway.bgp.policy;

import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules in order; see the package.
///
/// @param permitsRest what becomes of a route that no rule decides
public record PolicyMap(String name, List<PolicyRule> rules, boolean permitsRest) {
    /// RFC departure: RFC 8212 §2 would have a peer of another AS without a policy exchange
    /// nothing; here its routes pass, as those who configured such a gateway before expect.
    public static final PolicyMap PERMIT_ALL = new PolicyMap("", List.of(), true);

    public PolicyMap {
        rules = List.copyOf(rules);
    }

    /// The route's attributes as they are set, the same object when nothing is, or null: denied. A
    /// route whose communities would be too many is denied.
    public @Nullable PathAttributes apply(IpPrefix prefix, PathAttributes received) {
        PathAttributes attributes = received;
        try {
            for (PolicyRule rule : rules) {
                if (!rule.match().matches(prefix, attributes)) {
                    continue;
                }
                if (rule.action() == PolicyRule.Action.DENY) {
                    return null;
                }
                attributes = rule.set().apply(attributes, prefix.isIpv4());
                if (rule.action() == PolicyRule.Action.PERMIT) {
                    return attributes;
                }
            }
        } catch (IllegalArgumentException _) {
            return null;
        }
        return permitsRest ? attributes : null;
    }
}
