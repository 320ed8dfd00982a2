package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Mac;
import org.jspecify.annotations.Nullable;

/// The gateway's own CA in one gateway subnet. `macAddress` null: derived from the virtual subnet
/// id.
public record GatewayAddress(Ip4Address ipAddress, @Nullable Mac macAddress) {}
