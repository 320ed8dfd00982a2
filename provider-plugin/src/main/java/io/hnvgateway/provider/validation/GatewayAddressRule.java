package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.ResourceIndex.SubnetOf;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.Mac;
import java.util.List;
import java.util.Objects;

/// Each gateway subnet has one gateway address, and no VM has the gateway's address or MAC.
final class GatewayAddressRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            List<SubnetOf> subnets = context.index().gatewaySubnets(gateway);
            for (int i = 0; i < gateway.gatewayAddresses().size(); i++) {
                String path = VirtualGatewayRule.path(gateway) + ".gatewayAddresses[" + i + "]";
                checkAddress(context, path, gateway.gatewayAddresses().get(i), subnets);
            }
            for (SubnetOf subnet : subnets) {
                checkSubnet(context, gateway, subnet);
            }
        }
    }

    private static void checkAddress(
            Context context, String path, GatewayAddress address, List<SubnetOf> subnets) {
        Mac mac = address.macAddress();
        if (mac != null && !mac.isUnicast()) {
            context.fault(path + ".macAddress", mac, "must be a unicast MAC address");
        }
        if (subnets.stream().noneMatch(target -> isIn(address, target)) && !subnets.isEmpty()) {
            context.fault(
                    path + ".ipAddress",
                    address.ipAddress(),
                    "must be a host address of a gateway subnet");
        }
        for (SubnetOf target : subnets) {
            checkRecords(context, path, address, target);
        }
    }

    private static void checkRecords(
            Context context, String path, GatewayAddress address, SubnetOf target) {
        VirtualNetwork network = target.network();
        for (LookupRecord lookup : network.lookupRecords()) {
            String record = Context.path(network) + ".lookupRecords[" + lookup.resourceId() + "]";
            if (!Objects.equals(target.subnet().virtualSubnetId(), lookup.virtualSubnetId())) {
                continue;
            }
            if (lookup.customerAddress().equals(address.ipAddress())) {
                context.fault(
                        record + ".customerAddress",
                        lookup.customerAddress(),
                        "is that of " + path);
            }
            if (isIn(address, target) && lookup.macAddress().equals(address.macAddress())) {
                context.fault(record + ".macAddress", lookup.macAddress(), "is that of " + path);
            }
        }
    }

    private static void checkSubnet(Context context, VirtualGateway gateway, SubnetOf target) {
        List<GatewayAddress> inside =
                gateway.gatewayAddresses().stream()
                        .filter(address -> isIn(address, target))
                        .toList();
        String path = VirtualGatewayRule.path(gateway) + ".gatewayAddresses";
        String subnet = target.subnet().resourceId() + " " + target.subnet().addressPrefix();
        if (inside.isEmpty()) {
            context.fault(
                    path,
                    "",
                    "has none in gateway subnet " + subnet,
                    "one address in each gateway subnet");
        } else if (inside.size() > 1) {
            context.fault(
                    path,
                    inside.get(1).ipAddress(),
                    "is the second in gateway subnet " + subnet,
                    "one address in each gateway subnet");
        }
    }

    private static boolean isIn(GatewayAddress address, SubnetOf target) {
        return target.subnet().addressPrefix().isHostAddress(address.ipAddress());
    }
}
