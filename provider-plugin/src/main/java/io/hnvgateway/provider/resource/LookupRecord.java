package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Mac;

/// Where one interface of a VM is: CA → virtual subnet, MAC and PA. Always of type `Static` with
/// rule `TranslationMethodEncap`; the others are refused when read.
public record LookupRecord(
        String resourceId,
        Ip4Address customerAddress,
        int virtualSubnetId,
        Mac macAddress,
        Ip4Address providerAddress)
        implements Resource {}
