package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Ip4Prefix;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A customer network. `routingDomainId` null: the gateway assigns one.
public record VirtualNetwork(
        String resourceId,
        @Nullable UUID routingDomainId,
        List<Ip4Prefix> addressPrefixes,
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

    public ResourceReference reference() {
        return ResourceReference.of("virtualNetworks", resourceId);
    }

    public ResourceReference reference(Subnet subnet) {
        return ResourceReference.of("virtualNetworks", resourceId, "subnets", subnet.resourceId());
    }
}
