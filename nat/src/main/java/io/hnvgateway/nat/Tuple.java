package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;

/// The endpoints of the packet in work, from the view of its session. A flyweight: one a stage.
///
/// The identifier of an ICMP query stands for the inside (or external) port; the remote has none.
/// Protocols without ports have zeros.
final class Tuple {
    int compartment;
    int protocol;
    int insideAddress;
    int insidePort;
    int externalAddress;
    int externalPort;
    int remoteAddress;
    int remotePort;

    /// Whether dynamic mappings translate the protocol: it has ports, or an identifier.
    static boolean hasPorts(int protocol) {
        return protocol == IpProtocol.TCP
                || protocol == IpProtocol.UDP
                || protocol == IpProtocol.ICMP;
    }

    /// Takes a packet from inside; the external endpoint is not known yet.
    void setOutbound(Packet p) {
        compartment = p.compartment;
        protocol = p.protocol;
        insideAddress = p.source;
        insidePort = p.sourcePort;
        externalAddress = 0;
        externalPort = 0;
        remoteAddress = p.destination;
        remotePort = p.destinationPort;
    }

    /// Takes a packet from outside; the inside endpoint is not known yet.
    void setInbound(Packet p, int owner) {
        compartment = owner;
        protocol = p.protocol;
        insideAddress = 0;
        insidePort = 0;
        externalAddress = p.destination;
        remoteAddress = p.source;
        if (p.protocol == IpProtocol.ICMP) {
            externalPort = p.sourcePort;
            remotePort = 0;
        } else {
            externalPort = p.destinationPort;
            remotePort = p.sourcePort;
        }
    }
}
