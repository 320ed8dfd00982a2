package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.TenantConnection;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.resource.IpSecConnection;

/// An IPSec connection that is enabled and has an address to end at.
///
/// @param network name of its network
/// @param connection of the transport [IpSecConnection]
/// @param index of its tunnel, the same while the connection exists
/// @param local where it ends if its peer does not choose
/// @param state of its tunnel, kept while the connection exists
public record IpSecTunnel(
        RoutingDomainId rdid,
        String network,
        TenantConnection connection,
        int index,
        IpAddress local,
        TunnelState state) {

    /// The handle by which charon knows it.
    public String name() {
        return name(rdid, connection.name());
    }

    /// That of a connection of a network.
    public static String name(RoutingDomainId rdid, String connection) {
        return rdid.value() + "/" + connection;
    }

    IpSecConnection ipSec() {
        return (IpSecConnection) connection.transport();
    }
}
