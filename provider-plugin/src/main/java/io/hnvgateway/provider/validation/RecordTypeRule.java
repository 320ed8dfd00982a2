package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;

/// Records without a customer address are encapsulated, few, and each is there once.
final class RecordTypeRule implements Rule {
    /// What is flooded goes to each of them.
    static final int MAX_L2_ONLY = 1024;

    @Override
    public void check(Context context) {
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            Once<Machine> machines = new Once<>();
            Once<Wildcard> wildcards = new Once<>();
            int l2Only = 0;
            for (LookupRecord lookup : network.lookupRecords()) {
                String path = Context.path(network, lookup);
                checkRule(context, path, lookup);
                if (lookup.type() == RecordType.L2_ONLY) {
                    l2Only++;
                    checkMachine(context, path, lookup, machines);
                } else if (lookup.type() == RecordType.GATEWAY_WILDCARD) {
                    checkWildcard(context, path, lookup, wildcards);
                }
            }
            if (l2Only > MAX_L2_ONLY) {
                context.fault(
                        Context.path(network) + ".lookupRecords",
                        l2Only + " of type L2Only",
                        "must be at most " + MAX_L2_ONLY + " in one network",
                        "write Static records for VMs whose addresses are known");
            }
        }
    }

    private static void checkRule(Context context, String path, LookupRecord lookup) {
        if (lookup.rule() == TranslationRule.NAT && !lookup.type().hasCustomerAddress()) {
            context.fault(
                    path + ".rule",
                    lookup.rule().label(),
                    "must be TranslationMethodEncap in a record of type " + lookup.type().label(),
                    "IP rewrite exchanges one customer address for one provider address");
        }
    }

    private static void checkMachine(
            Context context, String path, LookupRecord lookup, Once<Machine> machines) {
        String first =
                machines.firstUse(new Machine(lookup.virtualSubnetId(), lookup.macAddress()), path);
        if (first != null) {
            context.fault(
                    path + ".macAddress",
                    lookup.macAddress(),
                    "has the L2Only record " + first,
                    "one for each interface");
        }
    }

    private static void checkWildcard(
            Context context, String path, LookupRecord lookup, Once<Wildcard> wildcards) {
        String first =
                wildcards.firstUse(
                        new Wildcard(lookup.virtualSubnetId(), lookup.providerAddress()), path);
        if (first != null) {
            context.fault(
                    path + ".providerAddress",
                    lookup.providerAddress(),
                    "has the GatewayWildcard record " + first,
                    "one for each gateway in a virtual subnet");
        }
    }

    private record Machine(int virtualSubnetId, Mac mac) {}

    private record Wildcard(int virtualSubnetId, IpAddress providerAddress) {}
}
