package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.TopLevelResource;

/// Who reads the resources of which collection.
final class CollectionReaders {
    private CollectionReaders() {}

    static ResourceReader.Body<? extends TopLevelResource> of(ResourceCollection collection) {
        return switch (collection) {
            case VIRTUAL_NETWORKS -> VirtualNetworkReader::network;
            case VIRTUAL_GATEWAYS -> VirtualGatewayReader::gateway;
            case PUBLIC_IP_ADDRESSES -> AddressReader::publicAddress;
            case LOAD_BALANCERS -> LoadBalancerReader::loadBalancer;
            case PROVIDER_ADDRESSES -> AddressReader::providerAddress;
            case GATEWAYS -> GatewayReader::gateway;
            case GATEWAY_POOLS -> GatewayReader::pool;
            case LOGICAL_NETWORKS -> LogicalNetworkReader::network;
            case ROUTE_TABLES -> RouteTableReader::table;
            case CREDENTIALS -> CredentialReader::credential;
            case NETWORK_INTERFACES -> NetworkInterfaceReader::networkInterface;
        };
    }
}
