package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Ip4Address;

/// One public address for one VM, in both directions and for all protocols.
public record OneToOneRule(ResourceReference publicIPAddress, Ip4Address customerAddress) {}
