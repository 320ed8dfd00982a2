package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.IpAddress;
import org.jspecify.annotations.Nullable;

/// A router that exchanges routes with a network's own (`bgpRouters/…/bgpPeers`).
///
/// @param policyMapIn what becomes of its routes; null: they pass
/// @param policyMapOut what becomes of routes that it is told; null: they pass
public record BgpPeer(
        String resourceId,
        IpAddress address,
        AsNumber asNumber,
        @Nullable ResourceReference policyMapIn,
        @Nullable ResourceReference policyMapOut,
        BgpSession session,
        BgpPrefixLimit prefixLimit,
        BgpPeerOptions options)
        implements Resource {}
