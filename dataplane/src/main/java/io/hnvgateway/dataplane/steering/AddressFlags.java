package io.hnvgateway.dataplane.steering;

/// What an address is, in any combination: `ADDRESS_*` of `steering.h`.
public final class AddressFlags {
    /// The host's kernel owns it.
    public static final int HOST = 1;

    /// NVGRE to it is the gateway's, on back-end links.
    public static final int PROVIDER = 2;

    /// Only the gateway owns it: its ARP and ND are the gateway's.
    public static final int GATEWAY = 4;

    /// Of an IP-rewrite VM: what it sends on back-end links is the gateway's.
    public static final int REWRITE = 8;

    /// Tunnels of tenants end there: ESP and GRE to it are the gateway's, on front-end links.
    public static final int VPN = 16;

    /// A router of the provider's: its BGP with an address of the host is the gateway's, on
    /// front-end links.
    public static final int BGP_PEER = 32;

    private AddressFlags() {}
}
