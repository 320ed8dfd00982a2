package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Ip4Prefix;
import org.jspecify.annotations.Nullable;

/// A virtual subnet. `virtualSubnetId` null: the gateway assigns one.
public record Subnet(String resourceId, Ip4Prefix addressPrefix, @Nullable Integer virtualSubnetId)
        implements Resource {
    /// RFC 7637 §3.2: 0..0xFFF and 0xFFFFFF are reserved.
    public static final int MIN_VIRTUAL_SUBNET_ID = 0x001000;

    public static final int MAX_VIRTUAL_SUBNET_ID = 0xFFFFFE;
}
