package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.InterfacePolicy;
import io.hnvgateway.provider.resource.IpConfiguration;
import io.hnvgateway.provider.resource.NetworkInterface;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.IpAddress;

/// An interface names what exists, and whatever a lookup record or a 1:1 rule needs if it says
/// where the VM is or has a public address. What it comes to is judged by the rules of those.
final class NetworkInterfaceRule implements Rule {

    @Override
    public void check(Context context) {
        for (NetworkInterface item : context.state().networkInterfaces()) {
            for (IpConfiguration address : item.ipConfigurations()) {
                checkReferences(context, path(item, address), address);
                if (address.providerAddress() != null || address.publicIPAddress() != null) {
                    checkPlace(context, path(item, address), address);
                }
                if (address.providerAddress() != null && item.macAddress() == null) {
                    context.missing(
                            "networkInterfaces[" + item.resourceId() + "].privateMacAddress",
                            "providerAddress makes a lookup record of it, which has one");
                }
            }
        }
    }

    static String path(NetworkInterface item, IpConfiguration address) {
        return InterfacePolicy.path(item.resourceId(), address.resourceId());
    }

    private static void checkReferences(Context context, String path, IpConfiguration address) {
        ResourceReference subnet = address.subnet();
        if (subnet != null
                && context.index().subnet(subnet) == null
                && !context.index().has("logicalNetworks", subnet)) {
            context.dangling(path + ".subnet", subnet);
        }
        ResourceReference publicAddress = address.publicIPAddress();
        if (publicAddress != null && context.index().publicAddress(publicAddress) == null) {
            context.dangling(path + ".publicIPAddress", publicAddress);
        }
    }

    private static void checkPlace(Context context, String path, IpConfiguration address) {
        String because = address.providerAddress() != null ? "providerAddress" : "publicIPAddress";
        if (!address.isInVirtualNetwork()) {
            context.fault(
                    path + "." + because,
                    "",
                    "is only for addresses of a virtual network",
                    "subnet names the virtual subnet");
        }
        IpAddress own = address.privateIPAddress();
        if (own == null) {
            context.missing(
                    path + ".privateIPAddress",
                    "the gateway assigns none; " + because + " needs it");
        } else if (address.publicIPAddress() != null && !own.isIpv4()) {
            context.fault(
                    path + ".privateIPAddress",
                    own,
                    "must be an IPv4 address",
                    "public addresses are translated for IPv4 only");
        }
    }
}
