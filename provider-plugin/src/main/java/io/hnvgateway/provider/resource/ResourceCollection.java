package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// The collections of the document, in the order of the canonical form.
public enum ResourceCollection implements Labelled {
    VIRTUAL_NETWORKS("virtualNetworks"),
    VIRTUAL_GATEWAYS("virtualGateways"),
    PUBLIC_IP_ADDRESSES("publicIPAddresses"),
    LOAD_BALANCERS("loadBalancers"),
    PROVIDER_ADDRESSES("providerAddresses"),
    GATEWAYS("gateways"),
    GATEWAY_POOLS("gatewayPools"),
    LOGICAL_NETWORKS("logicalNetworks"),
    ROUTE_TABLES("routeTables"),
    CREDENTIALS("credentials"),
    NETWORK_INTERFACES("networkInterfaces");

    private final String label;

    ResourceCollection(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    public static ResourceCollection of(TopLevelResource resource) {
        return switch (resource) {
            case VirtualNetwork _ -> VIRTUAL_NETWORKS;
            case VirtualGateway _ -> VIRTUAL_GATEWAYS;
            case PublicIpAddress _ -> PUBLIC_IP_ADDRESSES;
            case LoadBalancer _ -> LOAD_BALANCERS;
            case ProviderAddress _ -> PROVIDER_ADDRESSES;
            case Gateway _ -> GATEWAYS;
            case GatewayPool _ -> GATEWAY_POOLS;
            case LogicalNetwork _ -> LOGICAL_NETWORKS;
            case RouteTable _ -> ROUTE_TABLES;
            case Credential _ -> CREDENTIALS;
            case NetworkInterface _ -> NETWORK_INTERFACES;
        };
    }
}
