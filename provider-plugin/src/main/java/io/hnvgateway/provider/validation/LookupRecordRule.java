package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import java.util.HashMap;
import java.util.Map;

/// A record names an address of its subnet once, a unicast MAC, and a provider address that is a
/// host's.
final class LookupRecordRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            Once<IpAddress> addresses = new Once<>();
            Map<Interface, LookupRecord> interfaces = new HashMap<>();
            for (LookupRecord lookup : network.lookupRecords()) {
                String path = Context.path(network, lookup);
                checkSubnet(context, network, path, lookup);
                checkTaken(context, addresses, path, lookup);
                checkProviderAddress(context, path, lookup);
                checkMac(context, path, lookup, interfaces);
            }
        }
    }

    private static void checkSubnet(
            Context context, VirtualNetwork network, String path, LookupRecord lookup) {
        Subnet subnet = context.subnets(network).byId(lookup.virtualSubnetId());
        IpAddress address = lookup.customerAddress();
        if (subnet == null) {
            if (context.knowsSubnets(network)) {
                context.fault(
                        path + ".virtualSubnetId",
                        lookup.virtualSubnetId(),
                        "is no virtual subnet of this network");
            }
        } else if (address != null && !subnet.isHostAddress(address)) {
            context.fault(
                    path + ".customerAddress",
                    address,
                    "must be a host address of its subnet " + subnet.prefixText());
        }
    }

    private static void checkTaken(
            Context context, Once<IpAddress> addresses, String path, LookupRecord lookup) {
        IpAddress address = lookup.customerAddress();
        String first = address == null ? null : addresses.firstUse(address, path);
        if (address != null && first != null) {
            context.fault(path + ".customerAddress", address, "is taken by " + first);
        }
    }

    /// A wildcard record names the gateway itself, or another one.
    private static void checkProviderAddress(Context context, String path, LookupRecord lookup) {
        IpAddress address = lookup.providerAddress();
        String owner = context.ownerOf(address);
        if (!address.isUnicast()) {
            context.fault(path + ".providerAddress", address, "must be a unicast address");
        } else if (!owner.isEmpty() && lookup.type() != RecordType.GATEWAY_WILDCARD) {
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
        if (lookup.type() == RecordType.GATEWAY_WILDCARD || lookup.rule() == TranslationRule.NAT) {
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
