package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;

/// Where a route of a compartment leads. Compiled to an `int` for the data path by [FibEntry].
public sealed interface NextHop {
    /// To the VM that owns the destination address, found by its lookup record.
    record Subnet(VirtualSubnetId vsid) implements NextHop {}

    /// To a VM that forwards, found by the lookup record of its customer address.
    record Via(IpAddress customerAddress) implements NextHop {}

    /// To another gateway, by the GATEWAY_WILDCARD record of a virtual subnet.
    record Wildcard(VirtualSubnetId vsid) implements NextHop {}

    /// Out of the front end, by direct routing or NAT as the source allows.
    record FrontEnd() implements NextHop {}

    /// To the gateway itself.
    record Local() implements NextHop {}

    /// By a tunnel of the tenant's own ([io.hnvgateway.compartments.tunnel.Tunnel]).
    ///
    /// @param index of the tunnel in its table
    record Tunnel(int index) implements NextHop {}

    /// Nowhere: the sender is told that the network is unreachable.
    record Blackhole() implements NextHop {}
}
