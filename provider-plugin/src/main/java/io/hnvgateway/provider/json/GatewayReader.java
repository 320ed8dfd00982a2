package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpPeerOptions;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.GatewayPool;
import io.hnvgateway.provider.resource.GatewayType;
import io.hnvgateway.provider.resource.ProviderRouter;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the gateway's own settings.
final class GatewayReader {
    private static final long MOST_CAPACITY_KBPS = 1_000_000_000_000L;

    private GatewayReader() {}

    static Gateway gateway(String id, PropertyReader properties) {
        properties.skip("state", "healthState", "connections", "isGenerated");
        properties.skip("totalCapacity", "availableCapacity", "virtualGateways");
        return new Gateway(
                id,
                properties.object("bgpConfig", GatewayReader::router),
                ResourceReader.read(properties, "policyMaps", PolicyMapReader::map),
                membership(properties),
                Annotations.NONE);
    }

    private static Gateway.Membership membership(PropertyReader properties) {
        ResourceReference pool = properties.object("pool", PropertyReader::reference);
        GatewayType type = properties.optional("type", Values.oneOf(GatewayType.class));
        Gateway.Membership interfaces =
                properties.object(
                        "networkInterfaces",
                        inner ->
                                new Gateway.Membership(
                                        pool,
                                        type,
                                        inner.object(
                                                "externalNetworkInterface",
                                                PropertyReader::reference),
                                        inner.object(
                                                "internalNetworkInterface",
                                                PropertyReader::reference)));
        return interfaces == null ? new Gateway.Membership(pool, type, null, null) : interfaces;
    }

    /// Without a type it is for all.
    static GatewayPool pool(String id, PropertyReader properties) {
        properties.skip("gateways", "virtualGateways");
        PoolAddresses addresses =
                properties.object(
                        "ipConfiguration",
                        inner ->
                                new PoolAddresses(
                                        inner.references("publicIPAddresses"),
                                        inner.references("greVipSubnets")));
        return new GatewayPool(
                id,
                properties.optional("type", Values.oneOf(GatewayType.class), GatewayType.ALL),
                properties.optional(
                        "gatewayCapacityKiloBitsPerSecond",
                        Values.longInteger(0, MOST_CAPACITY_KBPS)),
                properties.optional("redundantGatewayCount", Values.integer(0, 65_535), 0),
                addresses == null ? List.of() : addresses.publicIPAddresses(),
                addresses == null ? List.of() : addresses.greVipSubnets(),
                Annotations.NONE);
    }

    private record PoolAddresses(
            List<ResourceReference> publicIPAddresses, List<ResourceReference> greVipSubnets) {}

    private static @Nullable ProviderRouter router(PropertyReader properties) {
        AsNumber asNumber = BgpRouterReader.asNumber(properties, "asNumber", "extAsNumber");
        IpAddress routerId = properties.optional("routerId", BgpRouterReader::identifier);
        List<BgpPeer> peers = properties.objects("bgpPeer", GatewayReader::peer);
        return asNumber == null ? null : new ProviderRouter(asNumber, routerId, peers);
    }

    /// Its name is its address.
    private static @Nullable BgpPeer peer(PropertyReader properties) {
        IpAddress address = properties.required("peerIP", IpAddress::parse);
        AsNumber asNumber = BgpRouterReader.asNumber(properties, "peerAsNumber", "peerExtAsNumber");
        var policyOut = properties.object("policyMapOut", PropertyReader::reference);
        var session = BgpRouterReader.session(properties);
        var limit = BgpRouterReader.prefixLimit(properties);
        return address == null || asNumber == null
                ? null
                : new BgpPeer(
                        address.toString(),
                        address,
                        asNumber,
                        null,
                        policyOut,
                        session,
                        limit,
                        BgpPeerOptions.DEFAULT);
    }
}
