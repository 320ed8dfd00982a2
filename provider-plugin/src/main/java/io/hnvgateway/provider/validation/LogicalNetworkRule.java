package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.IpPool;
import io.hnvgateway.provider.resource.LogicalNetwork;
import io.hnvgateway.provider.resource.LogicalSubnet;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;

/// The logical networks that virtual ones name exist; routers and pools of a subnet of the
/// provider's lie in its prefix.
final class LogicalNetworkRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualNetwork carried : context.state().virtualNetworks()) {
            ResourceReference carrier = carried.logicalNetwork();
            if (carrier != null && !context.index().has("logicalNetworks", carrier)) {
                context.dangling(Context.path(carried) + ".logicalNetwork", carrier);
            }
        }
        for (LogicalNetwork network : context.state().logicalNetworks()) {
            for (LogicalSubnet subnet : network.subnets()) {
                String path =
                        "logicalNetworks["
                                + network.resourceId()
                                + "].subnets["
                                + subnet.resourceId()
                                + "]";
                checkSubnet(context, path, subnet);
            }
        }
    }

    private static void checkSubnet(Context context, String path, LogicalSubnet subnet) {
        for (int i = 0; i < subnet.defaultGateways().size(); i++) {
            checkInside(
                    context,
                    path + ".defaultGateways[" + i + "]",
                    subnet,
                    subnet.defaultGateways().get(i));
        }
        for (IpPool pool : subnet.ipPools()) {
            String at = path + ".ipPools[" + pool.resourceId() + "]";
            checkInside(context, at + ".startIpAddress", subnet, pool.start());
            checkInside(context, at + ".endIpAddress", subnet, pool.end());
            if (subnet.addressPrefix().contains(pool.end())
                    && pool.start().compareTo(pool.end()) > 0) {
                context.fault(
                        at + ".endIpAddress",
                        pool.end(),
                        "must not be below startIpAddress " + pool.start());
            }
        }
    }

    private static void checkInside(
            Context context, String path, LogicalSubnet subnet, IpAddress address) {
        if (!subnet.addressPrefix().contains(address)) {
            context.fault(path, address, "must be an address of " + subnet.addressPrefix());
        }
    }
}
