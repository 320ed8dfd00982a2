package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.PolicyMap;
import io.hnvgateway.provider.resource.PolicyType;
import io.hnvgateway.provider.resource.RoutePolicy;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;

/// Policy maps are as large as they may be applied to each route, and set what can be set.
final class PolicyMapRule implements Rule {
    private static final int MOST_MAPS = 100;
    private static final int MOST_POLICIES = 256;
    private static final int MOST_VALUES = 256;

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            checkMaps(context, VirtualGatewayRule.path(gateway), gateway.policyMaps());
        }
        for (Gateway gateway : context.state().gateways()) {
            checkMaps(context, GatewayRule.path(gateway), gateway.policyMaps());
        }
    }

    private static void checkMaps(Context context, String owner, List<PolicyMap> maps) {
        String path = owner + ".policyMaps";
        atMost(context, path, maps, MOST_MAPS, "policy maps");
        for (PolicyMap map : maps) {
            checkMap(context, path + "[" + map.resourceId() + "].policyList", map);
        }
    }

    private static void checkMap(Context context, String path, PolicyMap map) {
        atMost(context, path, map.policies(), MOST_POLICIES, "policies");
        for (int i = 0; i < map.policies().size(); i++) {
            RoutePolicy policy = map.policies().get(i);
            String at = path + "[" + i + "]";
            RoutePolicy.Match match = policy.match();
            atMost(context, at + ".matchPrefix", match.prefixes(), MOST_VALUES, "prefixes");
            atMost(context, at + ".matchASNRange", match.asNumbers(), MOST_VALUES, "ranges");
            atMost(context, at + ".matchCommunity", match.communities(), MOST_VALUES, "values");
            atMost(context, at + ".matchNextHop", match.nextHops(), MOST_VALUES, "next hops");
            checkSettings(context, at, policy);
        }
    }

    private static void checkSettings(Context context, String at, RoutePolicy policy) {
        RoutePolicy.Settings set = policy.set();
        int communities = set.addedCommunities().size() + set.removedCommunities().size();
        if (communities > MOST_VALUES) {
            context.fault(
                    at + ".addCommunity",
                    communities,
                    "must be at most " + MOST_VALUES + " communities, removeCommunity included");
        }
        IpAddress nextHop = set.nextHop();
        if (nextHop != null && !nextHop.isUnicast()) {
            context.fault(at + ".newNextHop", nextHop, "must be a unicast address");
        }
        if (policy.type() == PolicyType.CONTINUE && set.equals(RoutePolicy.Settings.NOTHING)) {
            context.fault(at, "", "sets nothing", "take it out, or let it permit or deny");
        }
    }

    private static void atMost(
            Context context, String path, List<?> values, int most, String what) {
        if (values.size() > most) {
            context.fault(path, values.size(), "must be at most " + most + " " + what);
        }
    }
}
