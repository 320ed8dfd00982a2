package io.hnvgateway.app.api;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A collection of the API with its children: the tree of all paths.
///
/// @param name as it is written in answers
/// @param alias another name that is read; empty: none
/// @param enforced false: writes are refused as not supported, and there is nothing in it
public record ResourceKind(
        String name, String alias, boolean enforced, List<ResourceKind> children) {

    /// All collections at the top.
    public static final List<ResourceKind> TOP =
            List.of(
                    of("virtualNetworks", of("subnets"), of("lookupRecords"), of("customerRoutes")),
                    of(
                            "virtualGateways",
                            of("networkConnections"),
                            of("bgpRouters", of("bgpPeers")),
                            of("policyMaps")),
                    of("publicIPAddresses"),
                    of(
                            "loadBalancers",
                            of("frontendIPConfigurations"),
                            of("backendAddressPools"),
                            of("inboundNatRules"),
                            of("outboundNatRules")),
                    of("providerAddresses"),
                    of("gateways", of("policyMaps")),
                    of("gatewayPools"),
                    of(
                            "logicalNetworks",
                            new ResourceKind(
                                    "subnets", "logicalSubnets", true, List.of(of("ipPools")))),
                    of("routeTables", of("routes")),
                    of("credentials"),
                    of("networkInterfaces", of("ipConfigurations")),
                    new ResourceKind(
                            "accessControlLists",
                            "",
                            false,
                            List.of(new ResourceKind("aclRules", "", false, List.of()))));

    public ResourceKind {
        children = List.copyOf(children);
    }

    private static ResourceKind of(String name, ResourceKind... children) {
        return new ResourceKind(name, "", true, List.of(children));
    }

    static @Nullable ResourceKind top(String segment) {
        return named(TOP, segment);
    }

    @Nullable ResourceKind child(String segment) {
        return named(children, segment);
    }

    private static @Nullable ResourceKind named(List<ResourceKind> kinds, String segment) {
        for (ResourceKind kind : kinds) {
            if (kind.name.equalsIgnoreCase(segment) || kind.alias.equalsIgnoreCase(segment)) {
                return kind;
            }
        }
        return null;
    }

    /// This and all below it.
    public Stream<ResourceKind> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(ResourceKind::all));
    }
}
