package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.IpAllocation;
import io.hnvgateway.provider.resource.IpConfiguration;
import io.hnvgateway.provider.resource.NetworkInterface;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an interface of a VM and its addresses.
final class NetworkInterfaceReader {
    private NetworkInterfaceReader() {}

    static NetworkInterface networkInterface(String id, PropertyReader properties) {
        properties.skip("serviceInsertionElements", "statistics", "virtualMachine");
        Mac mac = properties.optional("privateMacAddress", Mac::parse);
        AllocationMethod macAllocation =
                properties.optional(
                        "privateMacAllocationMethod",
                        Values.oneOf(AllocationMethod.class),
                        AllocationMethod.STATIC);
        boolean isPrimary = properties.optional("isPrimary", Values::bool, false);
        List<IpConfiguration> addresses =
                ResourceReader.read(
                        properties, "ipConfigurations", NetworkInterfaceReader::ipConfiguration);
        return new NetworkInterface(id, mac, macAllocation, isPrimary, addresses, Annotations.NONE);
    }

    private static @Nullable IpConfiguration ipConfiguration(String id, PropertyReader properties) {
        IpAddress address = properties.optional("privateIPAddress", IpAddress::parse);
        IpAllocation allocation =
                properties.optional(
                        "privateIPAllocationMethod",
                        Values.oneOf(IpAllocation.class),
                        IpAllocation.STATIC);
        var subnet = properties.object("subnet", PropertyReader::reference);
        var publicAddress = properties.object("publicIPAddress", PropertyReader::reference);
        IpAddress host = properties.optional("providerAddress", IpAddress::parse);
        return new IpConfiguration(id, address, allocation, subnet, publicAddress, host);
    }
}
