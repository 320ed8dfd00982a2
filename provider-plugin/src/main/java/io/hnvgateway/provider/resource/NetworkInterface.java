package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Mac;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An interface of a VM (`networkInterfaces`). Those of its addresses that say where the VM is act
/// as lookup records, and those with a public address as 1:1 rules of NAT: see [InterfacePolicy].
///
/// @param macAddress null: not said
public record NetworkInterface(
        String resourceId,
        @Nullable Mac macAddress,
        AllocationMethod macAllocation,
        boolean isPrimary,
        List<IpConfiguration> ipConfigurations,
        Annotations annotations)
        implements TopLevelResource {

    public NetworkInterface {
        ipConfigurations = List.copyOf(ipConfigurations);
    }

    @Override
    public NetworkInterface with(Annotations others) {
        return new NetworkInterface(
                resourceId, macAddress, macAllocation, isPrimary, ipConfigurations, others);
    }
}
