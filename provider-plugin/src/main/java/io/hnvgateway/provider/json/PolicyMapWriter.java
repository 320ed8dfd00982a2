package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.PolicyMap;
import io.hnvgateway.provider.resource.RoutePolicy;
import java.util.List;

/// Writes a policy map, its entries as one list.
final class PolicyMapWriter {
    private PolicyMapWriter() {}

    static void map(PolicyMap map, ObjectNode properties) {
        ArrayNode list = properties.putArray("policyList");
        map.policies().forEach(policy -> policy(policy, list.addObject()));
        properties.put("defaultAction", map.permitsRest() ? "Permit" : "Deny");
    }

    private static void policy(RoutePolicy policy, ObjectNode node) {
        node.put("policyType", policy.type().label());
        texts(node, "matchPrefix", policy.match().prefixes());
        texts(node, "matchASNRange", policy.match().asNumbers());
        texts(node, "matchCommunity", policy.match().communities());
        texts(node, "matchNextHop", policy.match().nextHops());
        RoutePolicy.Settings set = policy.set();
        if (set.localPreference() != null) {
            node.put("newLocalPref", set.localPreference());
        }
        if (set.med() != null) {
            node.put("newMED", set.med());
        }
        if (set.nextHop() != null) {
            node.put("newNextHop", set.nextHop().toString());
        }
        if (set.removesAllCommunities()) {
            node.put("removeAllCommunities", true);
        }
        texts(node, "removeCommunity", set.removedCommunities());
        texts(node, "addCommunity", set.addedCommunities());
    }

    private static void texts(ObjectNode node, String name, List<?> values) {
        if (!values.isEmpty()) {
            DesiredStateWriter.texts(node, name, values);
        }
    }
}
