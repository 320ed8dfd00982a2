package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.GatewayPool;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualGateway;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pools that gateways name exist, and what pools and the gateway name in turn.
final class PoolReferenceRule implements Rule {

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            checkAll(
                    context,
                    VirtualGatewayRule.path(gateway) + ".gatewayPools",
                    "gatewayPools",
                    gateway.gatewayPools());
        }
        for (Gateway gateway : context.state().gateways()) {
            Gateway.Membership of = gateway.membership();
            String path = GatewayRule.path(gateway);
            checkOne(context, path + ".pool", "gatewayPools", of.pool());
            String interfaces = path + ".networkInterfaces.";
            checkOne(
                    context,
                    interfaces + "externalNetworkInterface",
                    "networkInterfaces",
                    of.externalInterface());
            checkOne(
                    context,
                    interfaces + "internalNetworkInterface",
                    "networkInterfaces",
                    of.internalInterface());
        }
        context.state().gatewayPools().forEach(pool -> checkPool(context, pool));
    }

    private static void checkPool(Context context, GatewayPool pool) {
        String path = "gatewayPools[" + pool.resourceId() + "].ipConfiguration.";
        checkAll(context, path + "greVipSubnets", "logicalNetworks", pool.greVipSubnets());
        for (int i = 0; i < pool.publicIPAddresses().size(); i++) {
            ResourceReference address = pool.publicIPAddresses().get(i);
            if (context.index().publicAddress(address) == null) {
                context.dangling(path + "publicIPAddresses[" + i + "]", address);
            }
        }
    }

    private static void checkAll(
            Context context, String path, String collection, List<ResourceReference> references) {
        for (int i = 0; i < references.size(); i++) {
            checkOne(context, path + "[" + i + "]", collection, references.get(i));
        }
    }

    private static void checkOne(
            Context context,
            String path,
            String collection,
            @Nullable ResourceReference reference) {
        if (reference != null && !context.index().has(collection, reference)) {
            context.dangling(path, reference);
        }
    }
}
