package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.PolicyMap;
import io.hnvgateway.provider.resource.PolicyType;
import io.hnvgateway.provider.resource.RoutePolicy;
import io.hnvgateway.provider.value.AsNumberRange;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.PrefixRange;
import io.hnvgateway.provider.value.RouteCommunity;
import io.hnvgateway.provider.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a policy map: its entries by any of the names that clients have for their list, at once or
/// in groups.
final class PolicyMapReader {
    private static final List<String> LISTS =
            List.of("policyList", "policyMapEntryList", "policyMapList");
    private static final long MOST = 0xffff_ffffL;

    private PolicyMapReader() {}

    static @Nullable PolicyMap map(String id, PropertyReader properties) {
        List<RoutePolicy> policies = new ArrayList<>();
        boolean complete = policies(properties, policies);
        boolean permits =
                properties.optional("defaultAction", Values.either("Permit", "Deny"), true);
        // one that lost an entry would let pass, or refuse, what nobody asked for
        return complete ? new PolicyMap(id, policies, permits) : null;
    }

    /// Whether all could be read.
    private static boolean policies(PropertyReader properties, List<RoutePolicy> into) {
        boolean complete = true;
        String first = null;
        for (String name : LISTS) {
            if (PropertyReader.isAbsent(properties.node(name))) {
                continue;
            }
            if (first != null) {
                properties
                        .context()
                        .add(
                                new Fault(
                                        properties.pathOf(name),
                                        "",
                                        "stands beside " + first,
                                        "both name the same list"));
            }
            first = name;
            complete &= list(properties, name, into);
        }
        return complete;
    }

    private static boolean list(PropertyReader properties, String name, List<RoutePolicy> into) {
        List<Boolean> read = properties.objects(name, entry -> entry(entry, into));
        int wanted = 0;
        for (JsonNode item : properties.node(name)) {
            wanted += item.isNull() ? 0 : 1;
        }
        return read.size() == wanted && !read.contains(false);
    }

    private static boolean entry(PropertyReader properties, List<RoutePolicy> into) {
        boolean isGroup =
                LISTS.stream().anyMatch(name -> !PropertyReader.isAbsent(properties.node(name)));
        if (isGroup) {
            return policies(properties, into);
        }
        RoutePolicy policy = policy(properties);
        if (policy != null) {
            into.add(policy);
        }
        return policy != null;
    }

    private static @Nullable RoutePolicy policy(PropertyReader properties) {
        PolicyType type = properties.required("policyType", PolicyMapReader::type);
        RoutePolicy.Match match = match(properties);
        RoutePolicy.Settings set =
                new RoutePolicy.Settings(
                        properties.optional("newLocalPref", Values.longInteger(0, MOST)),
                        properties.optional("newMED", Values.longInteger(0, MOST)),
                        properties.optional("newNextHop", IpAddress::parse),
                        properties.optional("removeAllCommunities", Values::bool, false),
                        properties.values("removeCommunity", RouteCommunity::parse),
                        properties.values("addCommunity", RouteCommunity::parse));
        if (type == PolicyType.DENY && !set.equals(RoutePolicy.Settings.NOTHING)) {
            properties
                    .context()
                    .add(
                            new Fault(
                                    properties.path(),
                                    "",
                                    "denies routes and sets something in them",
                                    "take out one of both"));
        }
        return type == null || match == null ? null : new RoutePolicy(type, match, set);
    }

    /// `ModifyAttribute` is what Windows calls a policy that permits and sets.
    private static PolicyType type(String text) {
        return text.equalsIgnoreCase("ModifyAttribute")
                ? PolicyType.PERMIT
                : Values.oneOf(PolicyType.class).parse(text);
    }

    /// Null where a value is unreadable: with fewer the policy would fit all.
    private static RoutePolicy.@Nullable Match match(PropertyReader properties) {
        var prefixes = properties.allValues("matchPrefix", PrefixRange::parse);
        var asNumbers = properties.allValues("matchASNRange", AsNumberRange::parse);
        var communities = properties.allValues("matchCommunity", RouteCommunity::parse);
        var nextHops = properties.allValues("matchNextHop", PolicyMapReader::nextHops);
        return prefixes == null || asNumbers == null || communities == null || nextHops == null
                ? null
                : new RoutePolicy.Match(prefixes, asNumbers, communities, nextHops);
    }

    /// An address stands for itself.
    private static IpPrefix nextHops(String text) {
        if (text.indexOf('/') >= 0) {
            return IpPrefix.parse(text);
        }
        IpAddress address = IpAddress.parse(text);
        return IpPrefix.of(address, address.bits());
    }
}
