package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import org.jspecify.annotations.Nullable;

/// The gateway's own CA in one gateway subnet. `macAddress` null: derived from the virtual subnet
/// id.
public record GatewayAddress(IpAddress ipAddress, @Nullable Mac macAddress) {
    /// Of the locally administered MAC of one without: 02-00-5E and the virtual subnet id.
    private static final long MAC_PREFIX = 0x02005E_000000L;

    /// That of a gateway address without one, in a virtual subnet.
    public static Mac macOf(int virtualSubnetId) {
        return new Mac(MAC_PREFIX | virtualSubnetId);
    }
}
