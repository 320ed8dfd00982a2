package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;

/// One public address for one VM, in both directions and for all protocols.
public record OneToOneRule(ResourceReference publicIPAddress, IpAddress customerAddress) {}
