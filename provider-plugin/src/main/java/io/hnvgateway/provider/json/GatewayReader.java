package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpPeerOptions;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.ProviderRouter;
import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the gateway's own settings.
final class GatewayReader {
    private GatewayReader() {}

    static Gateway gateway(String id, PropertyReader properties) {
        properties.skip("state", "healthState", "connections", "isGenerated");
        properties.skip("totalCapacity", "availableCapacity");
        return new Gateway(
                id,
                properties.object("bgpConfig", GatewayReader::router),
                ResourceReader.read(properties, "policyMaps", PolicyMapReader::map));
    }

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
