package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import org.jspecify.annotations.Nullable;

/// Where one interface of a VM is: CA → virtual subnet, MAC and PA. A VM with an IPv4 and an IPv6
/// address has two.
///
/// @param customerAddress null exactly where the type has none ([RecordType#hasCustomerAddress])
public record LookupRecord(
        String resourceId,
        RecordType type,
        TranslationRule rule,
        @Nullable IpAddress customerAddress,
        int virtualSubnetId,
        Mac macAddress,
        IpAddress providerAddress)
        implements Resource {}
