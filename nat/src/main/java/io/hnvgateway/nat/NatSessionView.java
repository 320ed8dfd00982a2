package io.hnvgateway.nat;

import io.hnvgateway.packet.Ipv4Address;

/// One session as an operator sees it.
///
/// @param protocol IP protocol number
/// @param state UDP and others: `active`; TCP: its state
/// @param idleSeconds since its last packet
public record NatSessionView(
        int compartment,
        int protocol,
        Endpoints endpoints,
        String state,
        long idleSeconds,
        Carried carried) {

    /// What it carried since it has flow entries, whoever carried it; bytes are IP total lengths as
    /// packets arrived.
    public record Carried(long packetsOut, long bytesOut, long packetsIn, long bytesIn) {}

    /// The three ends of a session; the port of an ICMP query is its identifier.
    public record Endpoints(Endpoint inside, Endpoint external, Endpoint remote) {}

    /// Address and port.
    public record Endpoint(Ipv4Address address, int port) {
        @Override
        public String toString() {
            return address + ":" + port;
        }
    }
}
