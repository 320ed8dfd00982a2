package io.hnvgateway.compartments;

/// The network between hosts and gateway, a routing context apart from the front end.
///
/// @param ownAddresses the gateway's provider addresses → 1
/// @param backEndPorts by port index: whether NVGRE is accepted there
@SuppressWarnings("ArrayRecordComponent") // never changed after construction; read on every packet
public record ProviderNetwork(IpTable ownAddresses, boolean[] backEndPorts) {
    public boolean owns(long high, long low) {
        return ownAddresses.get(high, low) != 0;
    }

    public boolean serves(int port) {
        return backEndPorts[port];
    }
}
