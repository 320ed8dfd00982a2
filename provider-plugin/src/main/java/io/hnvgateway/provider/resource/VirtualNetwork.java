package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A customer network. `routingDomainId` null: the gateway assigns one. `logicalNetwork` is the
/// provider network that carries it, as controllers write it; of no effect, null: not said.
public record VirtualNetwork(
        String resourceId,
        @Nullable UUID routingDomainId,
        List<IpPrefix> addressPrefixes,
        List<Subnet> subnets,
        List<LookupRecord> lookupRecords,
        List<CustomerRoute> customerRoutes,
        @Nullable ResourceReference logicalNetwork,
        Annotations annotations)
        implements TopLevelResource {

    public VirtualNetwork {
        addressPrefixes = List.copyOf(addressPrefixes);
        subnets = List.copyOf(subnets);
        lookupRecords = List.copyOf(lookupRecords);
        customerRoutes = List.copyOf(customerRoutes);
    }

    /// Without a logical network.
    public VirtualNetwork(
            String resourceId,
            @Nullable UUID routingDomainId,
            List<IpPrefix> addressPrefixes,
            List<Subnet> subnets,
            List<LookupRecord> lookupRecords,
            List<CustomerRoute> customerRoutes,
            Annotations annotations) {
        this(
                resourceId,
                routingDomainId,
                addressPrefixes,
                subnets,
                lookupRecords,
                customerRoutes,
                null,
                annotations);
    }

    /// Without a logical network and annotations.
    public VirtualNetwork(
            String resourceId,
            @Nullable UUID routingDomainId,
            List<IpPrefix> addressPrefixes,
            List<Subnet> subnets,
            List<LookupRecord> lookupRecords,
            List<CustomerRoute> customerRoutes) {
        this(
                resourceId,
                routingDomainId,
                addressPrefixes,
                subnets,
                lookupRecords,
                customerRoutes,
                null,
                Annotations.NONE);
    }

    public VirtualNetwork with(UUID domain, List<Subnet> otherSubnets) {
        return new VirtualNetwork(
                resourceId,
                domain,
                addressPrefixes,
                otherSubnets,
                lookupRecords,
                customerRoutes,
                logicalNetwork,
                annotations);
    }

    /// The same with other lookup records.
    public VirtualNetwork withLookupRecords(List<LookupRecord> others) {
        return new VirtualNetwork(
                resourceId,
                routingDomainId,
                addressPrefixes,
                subnets,
                others,
                customerRoutes,
                logicalNetwork,
                annotations);
    }

    @Override
    public VirtualNetwork with(Annotations others) {
        return new VirtualNetwork(
                resourceId,
                routingDomainId,
                addressPrefixes,
                subnets,
                lookupRecords,
                customerRoutes,
                logicalNetwork,
                others);
    }

    public ResourceReference reference(Subnet subnet) {
        return ResourceReference.of("virtualNetworks", resourceId, "subnets", subnet.resourceId());
    }
}
