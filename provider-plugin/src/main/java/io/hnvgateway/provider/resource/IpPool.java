package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;

/// Addresses of a subnet of the provider's that a controller gives out.
///
/// @param end itself one of them
public record IpPool(String resourceId, IpAddress start, IpAddress end) implements Resource {}
