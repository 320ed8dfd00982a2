package io.hnvgateway.provider.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.value.IpAddress;

/// Host policy as JSON, in the names of the resources.
public final class PolicyJson {
    private PolicyJson() {}

    public static ObjectNode write(HostPolicy policy) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode records = root.putArray("lookupRecords");
        policy.records().forEach(one -> write(one, records.addObject()));
        ArrayNode routes = root.putArray("customerRoutes");
        policy.routes().forEach(one -> write(one, routes.addObject()));
        return root;
    }

    private static void write(PolicyRecord one, ObjectNode into) {
        IpAddress address = one.customerAddress();
        if (one.routingDomainId() != null) {
            into.put("routingDomainId", "{" + one.routingDomainId() + "}");
        }
        into.put("vmName", one.vmName());
        if (address != null) {
            into.put("customerAddress", address.toString());
        }
        into.put("virtualSubnetId", one.place().virtualSubnetId());
        into.put("macAddress", one.place().macAddress().toString());
        into.put("providerAddress", one.place().providerAddress().toString());
        into.put("rule", one.place().rule().label());
        into.put("type", one.type().label());
    }

    private static void write(PolicyRoute one, ObjectNode into) {
        into.put("routingDomainId", "{" + one.routingDomainId() + "}");
        into.put("virtualSubnetId", one.virtualSubnetId());
        into.put("destinationPrefix", one.destinationPrefix().toString());
        into.put("nextHop", one.nextHop().toString());
        into.put("metric", one.metric());
    }
}
