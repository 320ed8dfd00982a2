package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// All that decides where a frame goes. Immutable. Where it is large, a change of a few elements is
/// a [SteeringChange].
///
/// @param ports by device name
/// @param providerAddresses own PAs: NVGRE to them is the gateway's
/// @param publicPrefixes NAT and 1:1 addresses (host prefixes) and routed prefixes, and the index
///   of the compartment that each is of, 0 where it is not known
/// @param gatewayAddresses addresses that only the gateway owns: it answers ARP and ND for them;
///   also those of the links that it tags itself
/// @param hostAddresses addresses of the host's kernel
/// @param vpnAddresses addresses of the host at which tenants' tunnels end
/// @param rewriteSources PAs of IP-rewrite VMs: what they send on back-end links is the gateway's
/// @param bgpPeers the provider's routers: their BGP with an address of the host is the gateway's
///   on front-end links
/// @param vsidCompartments compartment index (> 0) of each VSID
public record SteeringPolicy(
        Map<String, PortPolicy> ports,
        Set<IpAddress> providerAddresses,
        Map<IpPrefix, Integer> publicPrefixes,
        Set<IpAddress> gatewayAddresses,
        Set<IpAddress> hostAddresses,
        Set<IpAddress> vpnAddresses,
        Set<IpAddress> rewriteSources,
        Set<IpAddress> bgpPeers,
        Map<Integer, Integer> vsidCompartments) {
    /// Nothing is the gateway's or the host's.
    public static final SteeringPolicy EMPTY =
            new SteeringPolicy(
                    Map.of(), Set.of(), Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(),
                    Map.of());

    private static final int VSID_LIMIT = 1 << 24;

    public SteeringPolicy {
        ports = Map.copyOf(ports);
        providerAddresses = Set.copyOf(providerAddresses);
        publicPrefixes = Map.copyOf(publicPrefixes);
        gatewayAddresses = Set.copyOf(gatewayAddresses);
        hostAddresses = Set.copyOf(hostAddresses);
        vpnAddresses = Set.copyOf(vpnAddresses);
        rewriteSources = Set.copyOf(rewriteSources);
        bgpPeers = Set.copyOf(bgpPeers);
        vsidCompartments = Map.copyOf(vsidCompartments);
        vsidCompartments.keySet().forEach(SteeringPolicy::checkVsid);
    }

    static void checkVsid(int vsid) {
        if (vsid < 0 || vsid >= VSID_LIMIT) {
            throw new IllegalArgumentException("vsidCompartments: " + vsid + ": has 24 bits");
        }
    }

    public SteeringPolicy withPort(String device, PortPolicy policy) {
        Map<String, PortPolicy> changed = new HashMap<>(ports);
        changed.put(device, policy);
        return new SteeringPolicy(
                changed,
                providerAddresses,
                publicPrefixes,
                gatewayAddresses,
                hostAddresses,
                vpnAddresses,
                rewriteSources,
                bgpPeers,
                vsidCompartments);
    }

    public SteeringPolicy withProviderAddresses(Set<IpAddress> addresses) {
        return new SteeringPolicy(
                ports,
                addresses,
                publicPrefixes,
                gatewayAddresses,
                hostAddresses,
                vpnAddresses,
                rewriteSources,
                bgpPeers,
                vsidCompartments);
    }

    /// Sets the public prefixes, of which nobody knows whose they are, and the addresses for which
    /// the gateway answers ARP and ND.
    public SteeringPolicy withPublic(Set<IpPrefix> prefixes, Set<IpAddress> answered) {
        Map<IpPrefix, Integer> ofNobody = new HashMap<>();
        prefixes.forEach(prefix -> ofNobody.put(prefix, 0));
        return withPublic(ofNobody, answered);
    }

    /// Sets the public prefixes with the compartments that have them, and the addresses for which
    /// the gateway answers ARP and ND.
    public SteeringPolicy withPublic(Map<IpPrefix, Integer> prefixes, Set<IpAddress> answered) {
        return new SteeringPolicy(
                ports,
                providerAddresses,
                prefixes,
                answered,
                hostAddresses,
                vpnAddresses,
                rewriteSources,
                bgpPeers,
                vsidCompartments);
    }

    public SteeringPolicy withHostAddresses(Set<IpAddress> addresses) {
        return new SteeringPolicy(
                ports,
                providerAddresses,
                publicPrefixes,
                gatewayAddresses,
                addresses,
                vpnAddresses,
                rewriteSources,
                bgpPeers,
                vsidCompartments);
    }

    public SteeringPolicy withRewriteSources(Set<IpAddress> addresses) {
        return new SteeringPolicy(
                ports,
                providerAddresses,
                publicPrefixes,
                gatewayAddresses,
                hostAddresses,
                vpnAddresses,
                addresses,
                bgpPeers,
                vsidCompartments);
    }

    public SteeringPolicy withBgpPeers(Set<IpAddress> addresses) {
        return new SteeringPolicy(
                ports,
                providerAddresses,
                publicPrefixes,
                gatewayAddresses,
                hostAddresses,
                vpnAddresses,
                rewriteSources,
                addresses,
                vsidCompartments);
    }

    public SteeringPolicy withVpnAddresses(Set<IpAddress> addresses) {
        return new SteeringPolicy(
                ports,
                providerAddresses,
                publicPrefixes,
                gatewayAddresses,
                hostAddresses,
                addresses,
                rewriteSources,
                bgpPeers,
                vsidCompartments);
    }

    public SteeringPolicy withVsidCompartments(Map<Integer, Integer> compartments) {
        return new SteeringPolicy(
                ports,
                providerAddresses,
                publicPrefixes,
                gatewayAddresses,
                hostAddresses,
                vpnAddresses,
                rewriteSources,
                bgpPeers,
                compartments);
    }
}
