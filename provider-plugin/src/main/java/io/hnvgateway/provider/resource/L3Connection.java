package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import java.util.List;

/// A VLAN of the front end for one tenant, with a router behind it.
///
/// @param vlanId 1..4094, of this connection alone
/// @param addresses the gateway's own on that VLAN
/// @param peers routers there: next hops of the routes that name none, one of each family
public record L3Connection(int vlanId, List<L3Address> addresses, List<IpAddress> peers)
        implements ConnectionTransport {

    public L3Connection {
        addresses = List.copyOf(addresses);
        peers = List.copyOf(peers);
    }

    /// @param prefixLength of the network that the address is in
    public record L3Address(IpAddress ipAddress, int prefixLength) {}

    @Override
    public ConnectionType type() {
        return ConnectionType.L3;
    }
}
