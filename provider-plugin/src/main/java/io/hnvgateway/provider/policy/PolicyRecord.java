package io.hnvgateway.provider.policy;

import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A CA-PA mapping of the hosts (`New-NetVirtualizationLookupRecord`).
///
/// @param routingDomainId null: the script does not say (`CustomerID` is optional)
/// @param vmName a label; may be empty, has no control characters
/// @param place where its packets go
public record PolicyRecord(
        @Nullable UUID routingDomainId,
        String vmName,
        @Nullable IpAddress customerAddress,
        RecordType type,
        Place place) {

    /// Where packets to it go.
    public record Place(
            int virtualSubnetId, Mac macAddress, IpAddress providerAddress, TranslationRule rule) {}

    public PolicyRecord {
        if (vmName.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a label has no control characters");
        }
        if (customerAddress == null && type.hasCustomerAddress()) {
            throw new IllegalArgumentException("a record of this type has a customer address");
        }
        if (customerAddress != null && customerAddress.isUnspecified()) {
            throw new IllegalArgumentException("no address is null, not 0.0.0.0");
        }
    }
}
