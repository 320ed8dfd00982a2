package io.hnvgateway.bgp.policy;

/// What becomes of a route that the match fits.
///
/// @param set of no meaning with [Action#DENY]
public record PolicyRule(PolicyMatch match, Action action, PolicySet set) {
    public enum Action {
        PERMIT,
        DENY,
        /// Set, then go on with the next rule.
        NEXT
    }

    public static PolicyRule deny(PolicyMatch match) {
        return new PolicyRule(match, Action.DENY, PolicySet.NOTHING);
    }

    public static PolicyRule permit(PolicyMatch match) {
        return new PolicyRule(match, Action.PERMIT, PolicySet.NOTHING);
    }

    public static PolicyRule permit(PolicyMatch match, PolicySet set) {
        return new PolicyRule(match, Action.PERMIT, set);
    }

    public static PolicyRule next(PolicyMatch match, PolicySet set) {
        return new PolicyRule(match, Action.NEXT, set);
    }
}
