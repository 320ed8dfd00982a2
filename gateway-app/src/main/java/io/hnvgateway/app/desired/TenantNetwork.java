package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;

/// Everything that one compartment is configured with, references resolved, valid. A value: equal
/// ones compile to the same.
///
/// @param name the resource id of its virtual network
/// @param addressSpace what the tenant calls its own; in it only subnets and routes lead anywhere
/// @param subnets all virtual subnets; lookup records and interfaces lie in them
/// @param gatewayInterfaces one for each gateway subnet; empty without a virtual gateway
/// @param routes customer routes through VMs; those to the gateway's own address are left out, they
///   are policy for hosts only. Connected routes and the default route to the front end are the
///   compiler's to add
/// @param directPrefixes sources in them leave untranslated, and the outside reaches them
public record TenantNetwork(
        RoutingDomainId rdid,
        String name,
        List<IpPrefix> addressSpace,
        List<VirtualSubnet> subnets,
        List<GatewayInterface> gatewayInterfaces,
        List<LookupRecord> lookupRecords,
        List<Route> routes,
        List<IpPrefix> directPrefixes,
        TenantNat nat,
        TenantBackEnd backEnd) {

    public TenantNetwork {
        addressSpace = List.copyOf(addressSpace);
        subnets = List.copyOf(subnets);
        gatewayInterfaces = List.copyOf(gatewayInterfaces);
        lookupRecords = List.copyOf(lookupRecords);
        routes = List.copyOf(routes);
        directPrefixes = List.copyOf(directPrefixes);
    }
}
