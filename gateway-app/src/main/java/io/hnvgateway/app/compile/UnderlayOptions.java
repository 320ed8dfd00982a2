package io.hnvgateway.app.compile;

import io.hnvgateway.packet.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the connection string says of the underlay.
///
/// @param providerAddresses empty: those of the back-end interfaces
/// @param frontEndGateways default gateways of either family, each on the front-end link whose
///   prefix holds it; several of one family share the flows
/// @param backEndGateways the same of the back end
/// @param vpnServerAddress where tunnels end that name no address; null: the first of the front end
/// @param managementAddress where the management endpoint listens; null: nowhere, or on the
///   loopback. The kernel would take what is for it on any interface: on the gateway's it is not
///   the host's
public record UnderlayOptions(
        List<IpAddress> providerAddresses,
        List<IpAddress> frontEndGateways,
        List<IpAddress> backEndGateways,
        @Nullable IpAddress vpnServerAddress,
        @Nullable IpAddress managementAddress) {
    public static final UnderlayOptions NONE = new UnderlayOptions(List.of(), List.of(), List.of());

    public UnderlayOptions(
            List<IpAddress> providerAddresses,
            List<IpAddress> frontEndGateways,
            List<IpAddress> backEndGateways) {
        this(providerAddresses, frontEndGateways, backEndGateways, null, null);
    }

    public UnderlayOptions {
        providerAddresses = List.copyOf(providerAddresses);
        frontEndGateways = List.copyOf(frontEndGateways);
        backEndGateways = List.copyOf(backEndGateways);
    }
}
