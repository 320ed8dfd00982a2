package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import java.util.Set;
import java.util.stream.Collectors;

/// A public address is a unicast address of nobody else.
final class PublicAddressRule implements Rule {

    @Override
    public void check(Context context) {
        Once<IpAddress> addresses = new Once<>();
        Set<IpAddress> hosts =
                context.state().virtualNetworks().stream()
                        .map(VirtualNetwork::lookupRecords)
                        .flatMap(
                                records -> records.stream().map(lookup -> lookup.providerAddress()))
                        .collect(Collectors.toSet());
        for (PublicIpAddress resource : context.state().publicIPAddresses()) {
            String path = "publicIPAddresses[" + resource.resourceId() + "].ipAddress";
            IpAddress address = resource.ipAddress();
            if (address == null) {
                continue;
            }
            checkAddress(context, path, resource, address);
            String first = addresses.firstUse(address, path);
            if (first != null) {
                context.fault(path, address, "is taken by " + first);
            }
            if (hosts.contains(address)) {
                context.fault(path, address, "is the provider address of a lookup record");
            }
        }
    }

    private static void checkAddress(
            Context context, String path, PublicIpAddress resource, IpAddress address) {
        String owner = context.ownerOf(address);
        if (!address.isUnicast()) {
            context.fault(path, address, "must be a unicast address");
        } else if (!owner.isEmpty()) {
            context.fault(path, address, "is " + owner, "tenants' traffic must not reach it");
        }
        boolean dynamic = resource.allocationMethod() == AllocationMethod.DYNAMIC;
        if (dynamic
                && context.connection().natPool().stream()
                        .noneMatch(range -> range.contains(address))) {
            context.fault(
                    path,
                    address,
                    "lies outside the NatPool",
                    "a dynamic address comes from it; or use Static");
        }
    }
}
