package io.hnvgateway.app.desired;

import io.hnvgateway.compartments.GatewayInterface;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.Route;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.VirtualSubnet;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that one compartment is configured with, references resolved, valid. A value: equal
/// ones compile to the same.
///
/// @param name the resource id of its virtual network
/// @param addressSpace what the tenant calls its own; in it only subnets and routes lead anywhere
/// @param subnets all virtual subnets; lookup records and interfaces lie in them
/// @param gatewayInterfaces one or, with both families, two for each gateway subnet, of one MAC;
///   empty without a virtual gateway
/// @param routes customer routes through VMs, several of one prefix and metric share the load;
///   those to the gateway's own address are left out, they are policy for hosts only. Connected
///   routes and the default route to the front end are the compiler's to add
/// @param directPrefixes sources in them leave untranslated, and the outside reaches them
/// @param translatedPrefixes pairs of IPv6 prefixes, inside and outside (RFC 6296); no source is in
///   one of them and in a direct prefix
/// @param connections to other sites, by which further routes lead
/// @param peerings routers that speak BGP with the gateway, each pair of addresses once
/// @param bgp null: it exchanges no routes
public record TenantNetwork(
        RoutingDomainId rdid,
        String name,
        List<IpPrefix> addressSpace,
        List<VirtualSubnet> subnets,
        List<GatewayInterface> gatewayInterfaces,
        List<LookupRecord> lookupRecords,
        List<Route> routes,
        List<IpPrefix> directPrefixes,
        List<TranslatedPrefix> translatedPrefixes,
        TenantNat nat,
        TenantBackEnd backEnd,
        List<TenantConnection> connections,
        List<BgpPeering> peerings,
        @Nullable TenantBgp bgp) {

    /// A network without connections to other sites, and without BGP.
    public TenantNetwork(
            RoutingDomainId rdid,
            String name,
            List<IpPrefix> addressSpace,
            List<VirtualSubnet> subnets,
            List<GatewayInterface> gatewayInterfaces,
            List<LookupRecord> lookupRecords,
            List<Route> routes,
            List<IpPrefix> directPrefixes,
            List<TranslatedPrefix> translatedPrefixes,
            TenantNat nat,
            TenantBackEnd backEnd) {
        this(
                rdid,
                name,
                addressSpace,
                subnets,
                gatewayInterfaces,
                lookupRecords,
                routes,
                directPrefixes,
                translatedPrefixes,
                nat,
                backEnd,
                List.of(),
                List.of(),
                null);
    }

    public TenantNetwork {
        addressSpace = List.copyOf(addressSpace);
        subnets = List.copyOf(subnets);
        gatewayInterfaces = List.copyOf(gatewayInterfaces);
        lookupRecords = List.copyOf(lookupRecords);
        routes = List.copyOf(routes);
        directPrefixes = List.copyOf(directPrefixes);
        translatedPrefixes = List.copyOf(translatedPrefixes);
        connections = List.copyOf(connections);
        peerings = List.copyOf(peerings);
    }

    /// The same network with other lookup records.
    public TenantNetwork withLookupRecords(List<LookupRecord> records) {
        return new TenantNetwork(
                rdid,
                name,
                addressSpace,
                subnets,
                gatewayInterfaces,
                records,
                routes,
                directPrefixes,
                translatedPrefixes,
                nat,
                backEnd,
                connections,
                peerings,
                bgp);
    }

    /// The same network with other connections.
    public TenantNetwork withConnections(List<TenantConnection> others) {
        return new TenantNetwork(
                rdid,
                name,
                addressSpace,
                subnets,
                gatewayInterfaces,
                lookupRecords,
                routes,
                directPrefixes,
                translatedPrefixes,
                nat,
                backEnd,
                others,
                peerings,
                bgp);
    }

    /// The same network with other peers of BGP.
    public TenantNetwork withPeerings(List<BgpPeering> others) {
        return new TenantNetwork(
                rdid,
                name,
                addressSpace,
                subnets,
                gatewayInterfaces,
                lookupRecords,
                routes,
                directPrefixes,
                translatedPrefixes,
                nat,
                backEnd,
                connections,
                others,
                null);
    }

    /// The same network with another BGP router.
    public TenantNetwork withBgp(@Nullable TenantBgp other) {
        return new TenantNetwork(
                rdid,
                name,
                addressSpace,
                subnets,
                gatewayInterfaces,
                lookupRecords,
                routes,
                directPrefixes,
                translatedPrefixes,
                nat,
                backEnd,
                connections,
                BgpResolver.peerings(other),
                other);
    }

    /// Sources in `inside` appear outside in `outside`; both of one length.
    public record TranslatedPrefix(IpPrefix inside, IpPrefix outside) {}
}
