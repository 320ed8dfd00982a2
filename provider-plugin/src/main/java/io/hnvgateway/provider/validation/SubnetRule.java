package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.Ip4Prefix;
import java.util.List;

/// Virtual subnet ids are valid and unique over all networks; subnets lie in the address space and
/// do not overlap.
final class SubnetRule implements Rule {

    @Override
    public void check(Context context) {
        Once<Integer> ids = new Once<>();
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            for (Subnet subnet : network.subnets()) {
                String path = Context.path(network) + ".subnets[" + subnet.resourceId() + "]";
                checkId(context, ids, path + ".virtualSubnetId", subnet);
                checkPrefix(context, network, path + ".addressPrefix", subnet);
            }
            checkOverlaps(context, network);
        }
    }

    private static void checkId(Context context, Once<Integer> ids, String path, Subnet subnet) {
        Integer id = subnet.virtualSubnetId();
        if (id == null) {
            return;
        }
        if (id < Subnet.MIN_VIRTUAL_SUBNET_ID || id > Subnet.MAX_VIRTUAL_SUBNET_ID) {
            context.fault(
                    path,
                    id,
                    "must be " + Subnet.MIN_VIRTUAL_SUBNET_ID + ".." + Subnet.MAX_VIRTUAL_SUBNET_ID,
                    "RFC 7637 reserves the others");
            return;
        }
        String first = ids.firstUse(id, path);
        if (first != null) {
            context.fault(path, id, "is taken by " + first, "ids are unique over all networks");
        }
    }

    private static void checkPrefix(
            Context context, VirtualNetwork network, String path, Subnet subnet) {
        Ip4Prefix prefix = subnet.addressPrefix();
        if (!prefix.range().first().isUnicast() || !prefix.range().last().isUnicast()) {
            context.fault(path, prefix, "must hold unicast addresses only");
        }
        List<Ip4Prefix> space = network.addressPrefixes();
        if (!space.isEmpty() && space.stream().noneMatch(outer -> outer.contains(prefix))) {
            context.fault(
                    path,
                    prefix,
                    "lies outside addressSpace",
                    "add it to addressSpace.addressPrefixes of the network");
        }
    }

    private static void checkOverlaps(Context context, VirtualNetwork network) {
        List<Subnet> subnets = network.subnets();
        for (int i = 1; i < subnets.size(); i++) {
            Subnet subnet = subnets.get(i);
            for (Subnet earlier : subnets.subList(0, i)) {
                if (earlier.addressPrefix().overlaps(subnet.addressPrefix())) {
                    context.fault(
                            Context.path(network)
                                    + ".subnets["
                                    + subnet.resourceId()
                                    + "].addressPrefix",
                            subnet.addressPrefix(),
                            "overlaps subnets["
                                    + earlier.resourceId()
                                    + "] "
                                    + earlier.addressPrefix());
                }
            }
        }
    }
}
