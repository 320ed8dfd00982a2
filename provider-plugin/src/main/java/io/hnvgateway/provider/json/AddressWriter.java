package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;

/// Writes public addresses and announced provider addresses.
final class AddressWriter {
    private AddressWriter() {}

    static void publicAddress(PublicIpAddress address, ObjectNode properties) {
        properties.put("publicIPAllocationMethod", address.allocationMethod().label());
        if (address.ipAddress() != null) {
            properties.put("ipAddress", address.ipAddress().toString());
        }
    }

    static void providerAddress(ProviderAddress announced, ObjectNode properties) {
        properties.put("address", announced.address().toString());
    }
}
