package io.hnvgateway.compartments;

/// The network between hosts and gateway, a routing context apart from the front end.
///
/// @param ownAddresses the gateway's provider addresses → 1
/// @param rewriteAddresses provider addresses of VMs with IP rewrite → compartment index
/// @param backEndPorts by port index: whether NVGRE is accepted there
/// @param announced provider addresses that the control plane named
/// @param routes of the provider network only, to answer by: GATEWAY or ON_LINK
@SuppressWarnings("ArrayRecordComponent") // never changed after construction; read on every packet
public record ProviderNetwork(
        IpTable ownAddresses,
        PersistentTable rewriteAddresses,
        boolean[] backEndPorts,
        AnnouncedAddresses announced,
        Fib routes) {
    /// A network of which no provider address is announced, and that answers nobody.
    public ProviderNetwork(
            IpTable ownAddresses, PersistentTable rewriteAddresses, boolean[] backEndPorts) {
        this(ownAddresses, rewriteAddresses, backEndPorts, AnnouncedAddresses.NONE, Fib.EMPTY);
    }

    public boolean owns(long high, long low) {
        return ownAddresses.get(high, low) != 0;
    }

    /// Index of the compartment that has the IP-rewrite VM of this provider address; 0 for none.
    public int rewriteOwner(long high, long low) {
        return rewriteAddresses.get(high, low);
    }

    public boolean serves(int port) {
        return port < backEndPorts.length && backEndPorts[port];
    }

    /// Whether the control plane named it as a host's provider address (MS-NVGREE §5.1).
    public boolean isAnnounced(long high, long low) {
        return announced.contains(high, low);
    }
}
