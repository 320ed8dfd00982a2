package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import org.jspecify.annotations.Nullable;

/// The gateway's own CA in one gateway subnet. `macAddress` null: derived from the virtual subnet
/// id.
public record GatewayAddress(IpAddress ipAddress, @Nullable Mac macAddress) {}
