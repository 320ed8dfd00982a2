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
    /// @param providerAddress the gateway's PA
    public record GatewayWildcard(int vsid, String mac, String providerAddress) {}
}
