package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Packet;

/// What identifies a flow: compartment and 5-tuple, as seen in arriving packets. A flyweight: one a
/// worker, set anew for each packet.
///
/// Keys of packets from outside carry compartment 0; their entry names its owner.
public final class FlowKey {
    public int compartment;
    public int source;
    public int destination;

    /// TCP and UDP: the port; ICMP query: the identifier; else 0.
    public int sourcePort;

    /// TCP and UDP: the port; else 0.
    public int destinationPort;

    public int protocol;

    /// Takes the key of a parsed packet.
    public FlowKey set(Packet p) {
        compartment = p.compartment;
        source = p.source;
        destination = p.destination;
        sourcePort = p.sourcePort;
        destinationPort = p.destinationPort;
        protocol = p.protocol;
        return this;
    }

    /// Sets all fields.
    ///
    /// @param ports source port in the high 16 bits, destination port in the low
    public FlowKey set(int compartment, int source, int destination, int ports, int protocol) {
        this.compartment = compartment;
        this.source = source;
        this.destination = destination;
        this.sourcePort = ports >>> 16;
        this.destinationPort = ports & 0xffff;
        this.protocol = protocol;
        return this;
    }

    /// Copies another key.
    public FlowKey set(FlowKey other) {
        int ports = other.sourcePort << 16 | other.destinationPort;
        return set(other.compartment, other.source, other.destination, ports, other.protocol);
    }

    /// Bytes 8..15 of an entry with this key, as one little-endian number.
    long word0() {
        return Integer.toUnsignedLong(compartment)
                | Integer.toUnsignedLong(Integer.reverseBytes(source)) << 32;
    }

    /// Bytes 16..23 of an entry with this key, as one little-endian number.
    long word1() {
        long ports = Integer.toUnsignedLong(sourcePort << 16 | destinationPort);
        return Long.reverseBytes((long) destination << 32 | ports);
    }

    @Override
    public String toString() {
        return "%d:%08x:%d>%08x:%d/%d"
                .formatted(compartment, source, sourcePort, destination, destinationPort, protocol);
    }
}
