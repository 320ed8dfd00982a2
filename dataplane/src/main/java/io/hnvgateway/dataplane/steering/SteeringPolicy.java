package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// All that decides where a frame goes. Immutable; a change is a new policy, of which
/// [Steering#apply] writes the difference.
///
/// @param ports by device name
/// @param providerAddresses own PAs: NVGRE to them is the gateway's
/// @param publicPrefixes NAT and 1:1 addresses (/32) and routed prefixes
/// @param gatewayAddresses addresses that only the gateway owns: it answers ARP for them
/// @param hostAddresses addresses of the host's kernel, IPv4 and IPv6
/// @param vsidCompartments compartment index (> 0) of each VSID
public record SteeringPolicy(
        Map<String, PortPolicy> ports,
        Set<Ipv4Address> providerAddresses,
        Set<Ipv4Prefix> publicPrefixes,
        Set<Ipv4Address> gatewayAddresses,
        Set<InetAddress> hostAddresses,
        Map<Integer, Integer> vsidCompartments) {
    /// Nothing is the gateway's or the host's.
    public static final SteeringPolicy EMPTY =
            new SteeringPolicy(Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), Map.of());

    static final int HOST = 1;
    static final int PROVIDER = 2;
    static final int GATEWAY = 4;
    private static final int VSID_LIMIT = 1 << 24;

    public SteeringPolicy {
        ports = Map.copyOf(ports);
        providerAddresses = Set.copyOf(providerAddresses);
        publicPrefixes = Set.copyOf(publicPrefixes);
        gatewayAddresses = Set.copyOf(gatewayAddresses);
        hostAddresses = Set.copyOf(hostAddresses);
        vsidCompartments = Map.copyOf(vsidCompartments);
        for (int vsid : vsidCompartments.keySet()) {
            if (vsid < 0 || vsid >= VSID_LIMIT) {
                throw new IllegalArgumentException("vsidCompartments: " + vsid + ": has 24 bits");
            }
        }
    }

    /// What each IPv4 address is: `ADDRESS_*` of `steering.h`, by the address's bits.
    public Map<Integer, Integer> addressFlags() {
        Map<Integer, Integer> flags = new HashMap<>();
        providerAddresses.forEach(a -> flags.merge(a.bits(), PROVIDER, (x, y) -> x | y));
        gatewayAddresses.forEach(a -> flags.merge(a.bits(), GATEWAY, (x, y) -> x | y));
        for (InetAddress address : hostAddresses) {
            if (address instanceof Inet4Address) {
                flags.merge(ipv4Bits(address), HOST, (x, y) -> x | y);
            }
        }
        return flags;
    }

    static int ipv4Bits(InetAddress address) {
        byte[] octets = address.getAddress();
        return (octets[0] & 255) << 24
                | (octets[1] & 255) << 16
                | (octets[2] & 255) << 8
                | (octets[3] & 255);
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
                vsidCompartments);
    }

    public SteeringPolicy withProviderAddresses(Set<Ipv4Address> addresses) {
        return new SteeringPolicy(
                ports,
                addresses,
                publicPrefixes,
                gatewayAddresses,
                hostAddresses,
                vsidCompartments);
    }

    /// Sets the public prefixes and those addresses of them for which the gateway answers ARP.
    public SteeringPolicy withPublic(Set<Ipv4Prefix> prefixes, Set<Ipv4Address> answered) {
        return new SteeringPolicy(
                ports, providerAddresses, prefixes, answered, hostAddresses, vsidCompartments);
    }

    public SteeringPolicy withHostAddresses(Set<InetAddress> addresses) {
        return new SteeringPolicy(
                ports,
                providerAddresses,
                publicPrefixes,
                gatewayAddresses,
                addresses,
                vsidCompartments);
    }

    public SteeringPolicy withVsidCompartments(Map<Integer, Integer> compartments) {
        return new SteeringPolicy(
                ports,
                providerAddresses,
                publicPrefixes,
                gatewayAddresses,
                hostAddresses,
                compartments);
    }
}
