package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.RouteTable;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.TableRoute;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;

/// The route tables that subnets name exist; a table leads a prefix one way, to an address of its
/// family.
final class RouteTableRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualNetwork network : context.state().virtualNetworks()) {
            for (Subnet subnet : network.subnets()) {
                ResourceReference table = subnet.routeTable();
                if (table != null && !context.index().has("routeTables", table)) {
                    context.dangling(
                            Context.path(network)
                                    + ".subnets["
                                    + subnet.resourceId()
                                    + "].routeTable",
                            table);
                }
            }
        }
        context.state().routeTables().forEach(table -> checkTable(context, table));
    }

    private static void checkTable(Context context, RouteTable table) {
        Once<IpPrefix> prefixes = new Once<>();
        for (TableRoute route : table.routes()) {
            String path =
                    "routeTables[" + table.resourceId() + "].routes[" + route.resourceId() + "]";
            IpPrefix prefix = route.addressPrefix();
            String first = prefixes.firstUse(prefix, path);
            if (first != null) {
                context.fault(path + ".addressPrefix", prefix, "is that of " + first);
            }
            IpAddress nextHop = route.nextHop();
            if (nextHop != null && nextHop.isIpv4() != prefix.isIpv4()) {
                context.fault(
                        path + ".nextHopIpAddress",
                        nextHop,
                        "must be of the family of addressPrefix " + prefix);
            }
        }
    }
}
