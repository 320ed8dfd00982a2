package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.IpConfiguration;
import io.hnvgateway.provider.resource.NetworkInterface;

/// Writes an interface of a VM and its addresses.
final class NetworkInterfaceWriter {
    private NetworkInterfaceWriter() {}

    static void networkInterface(NetworkInterface resource, ObjectNode properties) {
        if (resource.macAddress() != null) {
            properties.put("privateMacAddress", resource.macAddress().toString());
        }
        properties.put("privateMacAllocationMethod", resource.macAllocation().label());
        properties.put("isPrimary", resource.isPrimary());
        PartWriter.of(resource)
                .write(
                        properties,
                        "ipConfigurations",
                        resource.ipConfigurations(),
                        NetworkInterfaceWriter::ipConfiguration);
    }

    private static void ipConfiguration(IpConfiguration address, ObjectNode properties) {
        if (address.privateIPAddress() != null) {
            properties.put("privateIPAddress", address.privateIPAddress().toString());
        }
        properties.put("privateIPAllocationMethod", address.allocation().label());
        DesiredStateWriter.reference(properties, "subnet", address.subnet());
        DesiredStateWriter.reference(properties, "publicIPAddress", address.publicIPAddress());
        if (address.providerAddress() != null) {
            properties.put("providerAddress", address.providerAddress().toString());
        }
    }
}
