package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.value.IpAddress;

/// An announced provider address is a host's, and announced once.
final class ProviderAddressRule implements Rule {

    @Override
    public void check(Context context) {
        Once<IpAddress> addresses = new Once<>();
        for (ProviderAddress announced : context.state().providerAddresses()) {
            String path = path(announced) + ".address";
            IpAddress address = announced.address();
            String owner = context.ownerOf(address);
            String first = addresses.firstUse(address, path);
            if (!address.isUnicast()) {
                context.fault(path, address, "must be a unicast address");
            } else if (!owner.isEmpty()) {
                context.fault(path, address, "is " + owner, "announce the hosts' addresses only");
            }
            if (first != null) {
                context.fault(path, address, "is taken by " + first);
            }
        }
    }

    static String path(ProviderAddress announced) {
        return "providerAddresses[" + announced.resourceId() + "]";
    }
}
