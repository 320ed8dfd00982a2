package io.hnvgateway.lab.ovs;

/// A virtual subnet as its hosts know it, with the way to the gateway.
///
/// @param vsid the VSID of its VMs
/// @param router the address that its VMs use as their router
/// @param gateway where the hosts send what leaves the subnet
public record VirtualSubnet(int vsid, String router, GatewayWildcard gateway) {

    /// The lookup record of type GatewayWildcard of one customer network.
    ///
    /// @param vsid the gateway VSID, used towards the gateway only
    /// @param mac the gateway's MAC in its gateway subnet
    /// @param providerAddress the gateway's PA for hosts with IPv4
    /// @param ipv6ProviderAddress the gateway's PA for hosts with IPv6
    public record GatewayWildcard(
            int vsid, String mac, String providerAddress, String ipv6ProviderAddress) {
        /// The gateway's PA of the same family as a host's.
        String providerAddressFor(String host) {
            return host.contains(":") ? ipv6ProviderAddress : providerAddress;
        }
    }
}
