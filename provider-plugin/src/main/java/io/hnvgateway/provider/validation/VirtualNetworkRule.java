package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.List;
import java.util.UUID;

/// Routing domains are unique; no more networks than the connection string permits.
final class VirtualNetworkRule implements Rule {

    @Override
    public void check(Context context) {
        Once<UUID> domains = new Once<>();
        List<VirtualNetwork> networks = context.state().virtualNetworks();
        for (VirtualNetwork network : networks) {
            String path = Context.path(network) + ".routingDomainId";
            UUID domain = network.routingDomainId();
            String first = domain == null ? null : domains.firstUse(domain, path);
            if (domain != null && first != null) {
                context.fault(
                        path,
                        "{" + domain + "}",
                        "is taken by " + first,
                        "each network has its own");
            }
            if (domain != null
                    && domain.getMostSignificantBits() == 0
                    && domain.getLeastSignificantBits() == 0) {
                context.fault(
                        path,
                        "{" + domain + "}",
                        "must not be all zeros",
                        "that is the default compartment");
            }
        }
        context.connection()
                .maxVmNetworks()
                .ifPresent(limit -> checkCount(context, networks, limit));
    }

    private static void checkCount(Context context, List<VirtualNetwork> networks, int limit) {
        for (VirtualNetwork network :
                networks.subList(Math.min(limit, networks.size()), networks.size())) {
            context.add(
                    Fault.of(
                                    Context.path(network),
                                    networks.size() + " networks",
                                    "at most " + limit + " are supported",
                                    "MaxVMNetworksSupported of the connection string says so")
                            .with(FaultCode.CAPACITY_EXCEEDED));
        }
    }
}
