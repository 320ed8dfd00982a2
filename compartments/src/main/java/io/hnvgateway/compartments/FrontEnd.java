package io.hnvgateway.compartments;

/// The default compartment: the world outside as tenants' packets see it, compiled and immutable.
///
/// @param owners who an address belongs to: PUBLIC, COMPARTMENT (a routed prefix), HOST, PROTECTED,
///   ROUTER, or none, as [FibEntry]
/// @param routes front-end routes only: GATEWAY or ON_LINK
/// @param portAddresses by port index: the host's first IPv4 address there, the source of ICMP
///   errors to the outside; 0 when it has none
/// @param ingressAdjacency slot that packets from any front-end port match
/// @param frontEndPorts by port index: whether public addresses and routed prefixes are served
///   there
@SuppressWarnings("ArrayRecordComponent") // never changed after construction; read on every packet
public record FrontEnd(
        Fib owners,
        Fib routes,
        int ingressAdjacency,
        int[] portAddresses,
        boolean[] frontEndPorts) {
    public int portAddress(int port) {
        return portAddresses[port];
    }

    public boolean serves(int port) {
        return frontEndPorts[port];
    }
}
