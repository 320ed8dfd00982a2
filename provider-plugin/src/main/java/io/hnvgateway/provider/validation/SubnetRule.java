package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;

/// Virtual subnet ids are valid and unique over all networks; subnets have one prefix of a family,
/// lie in the address space and do not overlap.
final class SubnetRule implements Rule {

    @Override
    public void check(Context context) {
        Once<Integer> ids = new Once<>();
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            Overlaps<Place> overlaps = new Overlaps<>();
            for (Subnet subnet : network.subnets()) {
                String path = Context.path(network) + ".subnets[" + subnet.resourceId() + "]";
                checkId(context, ids, path + ".virtualSubnetId", subnet);
                checkFamilies(context, path + ".addressPrefixes", subnet);
                List<IpPrefix> prefixes = subnet.addressPrefixes();
                for (int i = 0; i < prefixes.size(); i++) {
                    String item = prefixes.size() == 1 ? "" : "es[" + i + "]";
                    Place place = new Place(path + ".addressPrefix" + item, subnet);
                    checkPrefix(context, network, place.path(), prefixes.get(i));
                    overlaps.add(prefixes.get(i), place);
                }
            }
            overlaps.forEach((first, second) ->
                    context.fault(
                            second.owner().path(),
                            second.prefix(),
                            "overlaps subnets["
                                    + first.owner().subnet().resourceId()
                                    + "] "
                                    + first.prefix()));
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

    private static void checkFamilies(Context context, String path, Subnet subnet) {
        long ipv4 = subnet.addressPrefixes().stream().filter(IpPrefix::isIpv4).count();
        long ipv6 = subnet.addressPrefixes().size() - ipv4;
        if (ipv4 > 1 || ipv6 > 1) {
            context.fault(
                    path,
                    subnet.prefixText(),
                    "must be one IPv4 prefix, one IPv6 prefix or one of each",
                    "a further prefix is a further virtual subnet");
        }
    }

    private static void checkPrefix(
            Context context, VirtualNetwork network, String path, IpPrefix prefix) {
        if (!prefix.isUnicast()) {
            context.fault(path, prefix, "must hold unicast addresses only");
        }
        List<IpPrefix> space = network.addressPrefixes();
        if (!space.isEmpty() && space.stream().noneMatch(outer -> outer.contains(prefix))) {
            context.fault(
                    path,
                    prefix,
                    "lies outside addressSpace",
                    "add it to addressSpace.addressPrefixes of the network");
        }
    }

    private record Place(String path, Subnet subnet) {}
}
