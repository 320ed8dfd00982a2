package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Mac;
import java.util.HashMap;
import java.util.Map;

/// A record names an address of its subnet once, a unicast MAC, and a provider address that is a
/// host's.
final class LookupRecordRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            Once<Ip4Address> addresses = new Once<>();
            Map<Interface, LookupRecord> interfaces = new HashMap<>();
            for (LookupRecord lookup : network.lookupRecords()) {
                String path = Context.path(network) + ".lookupRecords[" + lookup.resourceId() + "]";
                checkCustomerAddress(context, network, path, lookup);
                String first = addresses.firstUse(lookup.customerAddress(), path);
                if (first != null) {
                    context.fault(
                            path + ".customerAddress",
                            lookup.customerAddress(),
                            "is taken by " + first);
                }
                checkProviderAddress(context, path, lookup);
                checkMac(context, path, lookup, interfaces);
            }
        }
    }

    private static void checkCustomerAddress(
            Context context, VirtualNetwork network, String path, LookupRecord lookup) {
        Subnet subnet = NetworkSubnets.byId(network, lookup.virtualSubnetId());
        if (subnet == null) {
            if (context.knowsSubnets(network)) {
                context.fault(
                        path + ".virtualSubnetId",
                        lookup.virtualSubnetId(),
                        "is no virtual subnet of this network");
            }
        } else if (!subnet.addressPrefix().isHostAddress(lookup.customerAddress())) {
            context.fault(
                    path + ".customerAddress",
                    lookup.customerAddress(),
                    "must be a host address of its subnet " + subnet.addressPrefix());
        }
    }

    private static void checkProviderAddress(Context context, String path, LookupRecord lookup) {
        Ip4Address address = lookup.providerAddress();
        String owner = context.ownerOf(address);
        if (!address.isUnicast()) {
            context.fault(path + ".providerAddress", address, "must be a unicast address");
        } else if (!owner.isEmpty()) {
            context.fault(path + ".providerAddress", address, "is " + owner, "name the VM's host");
        }
    }

    private static void checkMac(
            Context context,
            String path,
            LookupRecord lookup,
            Map<Interface, LookupRecord> interfaces) {
        if (!lookup.macAddress().isUnicast()) {
            context.fault(
                    path + ".macAddress", lookup.macAddress(), "must be a unicast MAC address");
            return;
        }
        Interface key = new Interface(lookup.virtualSubnetId(), lookup.macAddress());
        LookupRecord first = interfaces.putIfAbsent(key, lookup);
        if (first != null && !first.providerAddress().equals(lookup.providerAddress())) {
            context.fault(
                    path + ".macAddress",
                    lookup.macAddress(),
                    "is at "
                            + first.providerAddress()
                            + " by lookupRecords["
                            + first.resourceId()
                            + "]",
                    "one interface is on one host: change the provider address of all its records together");
        }
    }

    private record Interface(int virtualSubnetId, Mac mac) {}
}
