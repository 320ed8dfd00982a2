package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A customer network. `routingDomainId` null: the gateway assigns one.
public record VirtualNetwork(
        String resourceId,
        @Nullable UUID routingDomainId,
        List<IpPrefix> addressPrefixes,
        List<Subnet> subnets,
        List<LookupRecord> lookupRecords,
        List<CustomerRoute> customerRoutes)
        implements Resource {

    public VirtualNetwork {
        addressPrefixes = List.copyOf(addressPrefixes);
        subnets = List.copyOf(subnets);
        lookupRecords = List.copyOf(lookupRecords);
        customerRoutes = List.copyOf(customerRoutes);
    }

    public VirtualNetwork with(UUID domain, List<Subnet> otherSubnets) {
        return new VirtualNetwork(
                resourceId, domain, addressPrefixes, otherSubnets, lookupRecords, customerRoutes);
    }

    public ResourceReference reference() {
        return ResourceReference.of("virtualNetworks", resourceId);
    }

    public ResourceReference reference(Subnet subnet) {
        return ResourceReference.of("virtualNetworks", resourceId, "subnets", subnet.resourceId());
    }
}
