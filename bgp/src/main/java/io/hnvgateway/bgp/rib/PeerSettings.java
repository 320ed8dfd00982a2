package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.packet.IpAddress;
import java.util.Map;

/// A peer as it is configured.
///
/// @param name unique in the compartment
/// @param localAddresses what the peer is told as next hop; a family without one is not told
public record PeerSettings(
        String name,
        IpAddress address,
        Asn asn,
        Map<AddressFamily, IpAddress> localAddresses,
        PolicyMap policyIn,
        PolicyMap policyOut,
        PrefixLimit prefixLimit,
        PeerOptions options) {
    public PeerSettings {
        localAddresses = Map.copyOf(localAddresses);
    }

    /// With defaults.
    public PeerSettings(
            String name, IpAddress address, Asn asn, Map<AddressFamily, IpAddress> localAddresses) {
        this(
                name,
                address,
                asn,
                localAddresses,
                PolicyMap.PERMIT_ALL,
                PolicyMap.PERMIT_ALL,
                PrefixLimit.DEFAULT,
                PeerOptions.DEFAULT);
    }

    public PeerSettings withPolicyIn(PolicyMap map) {
        return new PeerSettings(
                name, address, asn, localAddresses, map, policyOut, prefixLimit, options);
    }

    public PeerSettings withPolicyOut(PolicyMap map) {
        return new PeerSettings(
                name, address, asn, localAddresses, policyIn, map, prefixLimit, options);
    }

    public PeerSettings withPrefixLimit(PrefixLimit limit) {
        return new PeerSettings(
                name, address, asn, localAddresses, policyIn, policyOut, limit, options);
    }

    public PeerSettings withOptions(PeerOptions changed) {
        return new PeerSettings(
                name, address, asn, localAddresses, policyIn, policyOut, prefixLimit, changed);
    }
}
