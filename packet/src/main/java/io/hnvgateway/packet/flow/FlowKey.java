package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;

/// What identifies a flow: compartment and 5-tuple, as seen in arriving packets. A flyweight: one a
/// worker, set anew for each packet.
///
/// Keys of packets from outside carry compartment 0; their entry names its owner.
public final class FlowKey {
    public int compartment;

    /// The family: false IPv4, true IPv6.
    public boolean ipv6;

    /// IPv4: the address; IPv6: its [#digest].
    public int source;

    public int destination;

    // IPv6 addresses; of no meaning in an IPv4 key.
    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;

    /// TCP and UDP: the port; ICMP query: the identifier; else 0.
    public int sourcePort;

    /// TCP and UDP: the port; else 0.
    public int destinationPort;

    public int protocol;

    /// Takes the key of a parsed packet.
    public FlowKey set(Packet p) {
        compartment = p.compartment;
        sourcePort = p.sourcePort;
        destinationPort = p.destinationPort;
        protocol = p.protocol;
        ipv6 = p.ipv6;
        if (p.ipv6) {
            source(p.ipv6SourceHigh, p.ipv6SourceLow);
            destination(p.ipv6DestinationHigh, p.ipv6DestinationLow);
        } else {
            source = p.source;
            destination = p.destination;
        }
        return this;
    }

    /// Sets all fields of an IPv4 key.
    ///
    /// @param ports source port in the high 16 bits, destination port in the low
    public FlowKey set(int compartment, int source, int destination, int ports, int protocol) {
        ipv6 = false;
        this.source = source;
        this.destination = destination;
        return setOthers(compartment, ports, protocol);
    }

    /// Makes it an IPv6 key, all but the addresses set; [#source] and [#destination] give those.
    ///
    /// @param ports source port in the high 16 bits, destination port in the low
    public FlowKey setIpv6(int compartment, int ports, int protocol) {
        ipv6 = true;
        return setOthers(compartment, ports, protocol);
    }

    private FlowKey setOthers(int compartment, int ports, int protocol) {
        this.compartment = compartment;
        this.sourcePort = ports >>> 16;
        this.destinationPort = ports & 0xffff;
        this.protocol = protocol;
        return this;
    }

    /// Source address of an IPv6 key.
    public FlowKey source(long high, long low) {
        sourceHigh = high;
        sourceLow = low;
        source = digest(high, low);
        return this;
    }

    /// Destination address of an IPv6 key.
    public FlowKey destination(long high, long low) {
        destinationHigh = high;
        destinationLow = low;
        destination = digest(high, low);
        return this;
    }

    /// Copies another key.
    public FlowKey set(FlowKey other) {
        int ports = other.sourcePort << 16 | other.destinationPort;
        set(other.compartment, other.source, other.destination, ports, other.protocol);
        ipv6 = other.ipv6;
        sourceHigh = other.sourceHigh;
        sourceLow = other.sourceLow;
        destinationHigh = other.destinationHigh;
        destinationLow = other.destinationLow;
        return this;
    }

    /// The four 32-bit words of an IPv6 address, exclusive-or: what stands where an IPv4 address
    /// stands. Not secret and easy to make equal; the addresses themselves decide.
    public static int digest(long high, long low) {
        long folded = high ^ low;
        return (int) (folded ^ folded >>> 32);
    }

    /// Bytes 8..15 of an entry with this key, as one little-endian number.
    long word0() {
        return addressWord(compartment, source);
    }

    static long addressWord(int compartment, int source) {
        return Integer.toUnsignedLong(compartment)
                | Integer.toUnsignedLong(Integer.reverseBytes(source)) << 32;
    }

    /// Bytes 16..23 of an entry with this key, as one little-endian number.
    long word1() {
        long ports = Integer.toUnsignedLong(sourcePort << 16 | destinationPort);
        return destinationWord(destination, ports);
    }

    /// @param ports 32 bits: source port, then destination port
    static long destinationWord(int destination, long ports) {
        return Long.reverseBytes((long) destination << 32 | ports);
    }

    @Override
    public String toString() {
        return "%d:%s:%d>%s:%d/%d"
                .formatted(
                        compartment,
                        address(source, sourceHigh, sourceLow),
                        sourcePort,
                        address(destination, destinationHigh, destinationLow),
                        destinationPort,
                        protocol);
    }

    private String address(int address, long high, long low) {
        return ipv6 ? '[' + IpAddress.toString(high, low) + ']' : "%08x".formatted(address);
    }
}
