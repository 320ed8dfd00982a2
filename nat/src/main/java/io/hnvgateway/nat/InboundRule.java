package io.hnvgateway.nat;

/// Packets from outside to a range of external ports go to one inside address.
///
/// @param externalAddress the public address
/// @param ports its first and last port
/// @param insideAddress the VM's address
/// @param insidePort port that the first external port goes to; the next to the next, and so on
public record InboundRule(
        RuleProtocol protocol,
        int externalAddress,
        PortRange ports,
        int insideAddress,
        int insidePort) {
    public InboundRule {
        if (insidePort < 1 || insidePort + ports.last() - ports.first() > 65_535) {
            throw new IllegalArgumentException("inside ports must be 1..65535");
        }
    }

    /// The inside port that an external port of the range goes to.
    public int insidePortOf(int externalPort) {
        return insidePort + externalPort - ports.first();
    }

    /// The external port that goes to an inside port of the range.
    public int externalPortOf(int port) {
        return ports.first() + port - insidePort;
    }

    boolean serves(int address, int protocolNumber, int port) {
        return address == externalAddress
                && protocol.covers(protocolNumber)
                && ports.contains(port);
    }

    boolean leadsTo(int address, int protocolNumber, int port) {
        return address == insideAddress
                && protocol.covers(protocolNumber)
                && ports.contains(externalPortOf(port));
    }
}
