package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// With IP rewrite the provider address alone says whose a packet is: it belongs to one record over
/// all tenants, and to no host. That it is not the gateway's own holds for every record.
final class RewriteRecordRule implements Rule {

    @Override
    public void check(Context context) {
        Map<IpAddress, String> hosts = hosts(context);
        Once<IpAddress> machines = new Once<>();
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            for (LookupRecord lookup : network.lookupRecords()) {
                if (lookup.rule() == TranslationRule.NAT) {
                    String path = Context.path(network, lookup);
                    checkFamily(context, path, lookup);
                    IpAddress address = lookup.providerAddress();
                    checkTaken(context, path, address, machines.firstUse(address, path));
                    checkTaken(context, path, address, hosts.get(address));
                }
            }
        }
    }

    private static void checkTaken(
            Context context, String path, IpAddress address, @Nullable String first) {
        if (first != null) {
            context.fault(
                    path + ".providerAddress",
                    address,
                    "is taken by " + first,
                    "TranslationMethodNat needs a provider address of the VM's own");
        }
    }

    private static void checkFamily(Context context, String path, LookupRecord lookup) {
        IpAddress customer = lookup.customerAddress();
        if (customer != null && customer.isIpv4() != lookup.providerAddress().isIpv4()) {
            context.fault(
                    path + ".providerAddress",
                    lookup.providerAddress(),
                    "must be of the family of customerAddress " + customer,
                    "TranslationMethodNat exchanges the addresses and keeps the IP version");
        }
    }

    private static Map<IpAddress, String> hosts(Context context) {
        Map<IpAddress, String> hosts = new HashMap<>();
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            for (LookupRecord lookup : network.lookupRecords()) {
                if (lookup.rule() == TranslationRule.ENCAPSULATION) {
                    hosts.putIfAbsent(lookup.providerAddress(), Context.path(network, lookup));
                }
            }
        }
        for (ProviderAddress announced : context.state().providerAddresses()) {
            hosts.putIfAbsent(announced.address(), ProviderAddressRule.path(announced));
        }
        return hosts;
    }
}
