package io.hnvgateway.packet;

import org.jspecify.annotations.Nullable;

/// One frame in work: where it lies and what was parsed of it so far. A worker owns a fixed set of
/// these and reuses them; nothing here outlives the frame's verdict.
///
/// Fields are public and mutable: this is the flyweight that every stage shares on one thread, and
/// an accessor for each would hide nothing. Addresses and ports are bare numbers as described in
/// [Memory] and [Ipv4Address]. All parsed fields hold values of the **current** IP header: the
/// inner one after decapsulation.
public final class Packet {
    /// Absolute address of the frame's current first byte (Ethernet header), and bytes from there.
    public long address;

    public int length;

    /// Index of the link that it came from: a port untagged, or a VLAN of one that the gateway tags
    /// itself.
    public int port;

    /// Bytes of the Ethernet header at `address`, with its VLAN tag: 14 or 18.
    public int linkHeaderBytes;

    /// CLOCK_MONOTONIC at the batch's arrival.
    public long arrivalNs;

    // Overlay, valid after NVGRE decapsulation; overlay == false: it came from the front end.
    public boolean overlay;

    /// Outer source, the sending host's provider address, of either family ([IpAddress]).
    public long providerSourceHigh;

    public long providerSourceLow;

    /// Outer destination: the gateway's provider address.
    public long providerDestinationHigh;

    public long providerDestinationLow;

    public int vsid;
    public long innerSourceMac;
    public long innerDestinationMac;

    /// EtherType of the network-layer packet at `ip`: what is written into the header before it.
    public int etherType;

    // Current IP header.
    /// Its family: false IPv4, true IPv6.
    public boolean ipv6;

    /// Address of the IP header; 0 when there is none.
    public long ip;

    /// Bytes before the transport header: IPv4 header, 20..60; IPv6 header with its extension
    /// headers, 40 and more.
    public int ipHeaderBytes;

    /// Length of the whole IP packet in bytes; frame bytes behind it are padding.
    public int ipTotalBytes;

    /// IPv4 addresses; of no meaning in an IPv6 packet.
    public int source;

    public int destination;

    // IPv6 addresses; of no meaning in an IPv4 packet.
    public long ipv6SourceHigh;
    public long ipv6SourceLow;
    public long ipv6DestinationHigh;
    public long ipv6DestinationLow;

    /// Protocol of the transport header; in an IPv6 packet that behind the extension headers.
    public int protocol;

    /// Time to live, or hop limit.
    public int ttl;

    /// Fragment offset in bytes, 0..65528.
    public int fragmentOffset;

    public boolean moreFragments;

    /// DF; always true in an IPv6 packet, which no router fragments.
    public boolean dontFragment;

    /// Identification of an IPv6 fragment, 32 bits; of no meaning otherwise.
    public int ipv6Identification;

    // Transport, valid after TransportParser.
    /// Address of the transport header; 0 in a fragment other than the first.
    public long transport;

    /// TCP and UDP: the port; ICMP query: the identifier; else 0.
    public int sourcePort;

    /// TCP and UDP: the port; else 0.
    public int destinationPort;

    /// TCP flags (RFC 9293 §3.1), 0 for other protocols.
    public int tcpFlags;

    /// Index of the tunnel that it came out of; 0: it came out of none; -1: out of one that no
    /// answer can leave by.
    public int tunnel;

    /// Index of the compartment that the packet belongs to; 0 is the default compartment.
    public int compartment;

    /// Index of the sender's lookup record in its compartment, or -1.
    public int senderRecord;

    /// Where the frame began and how long it was when it arrived, whatever was taken off since.
    public long receivedAddress;

    public int receivedBytes;

    /// The frame was held before and now goes its way again from the start.
    public boolean replayed;

    /// No flow entry stood for it, or none that it may use: the slow path decides.
    public boolean decided;

    /// It waited as long as a packet may: it goes on or ends now, and is not held again.
    public boolean late;

    /// Its way between workers.
    public final HandOver handOver = new HandOver();

    /// Why it was dropped, when it was.
    public @Nullable DropReason dropReason;

    /// Begins a new frame; parsed fields become meaningless until parsed again.
    public void reset(int port, long address, int length, long arrivalNs) {
        this.port = port;
        this.address = address;
        this.length = length;
        this.arrivalNs = arrivalNs;
        linkHeaderBytes = EthernetHeader.BYTES;
        overlay = false;
        etherType = EthernetHeader.TYPE_IPV4;
        ipv6 = false;
        ip = 0;
        resetTransport();
        tunnel = 0;
        compartment = 0;
        senderRecord = -1;
        receivedAddress = address;
        receivedBytes = length;
        replayed = false;
        decided = false;
        late = false;
        handOver.reset();
        dropReason = null;
    }

    /// The one way to drop.
    public Verdict drop(DropReason reason) {
        dropReason = reason;
        return Verdict.DROP;
    }

    public boolean isFragment() {
        return moreFragments || fragmentOffset != 0;
    }

    /// High half of the source as an [IpAddress], whatever the family.
    public long sourceHigh() {
        return ipv6 ? ipv6SourceHigh : 0;
    }

    public long sourceLow() {
        return ipv6 ? ipv6SourceLow : IpAddress.mapped(source);
    }

    /// High half of the destination as an [IpAddress], whatever the family.
    public long destinationHigh() {
        return ipv6 ? ipv6DestinationHigh : 0;
    }

    public long destinationLow() {
        return ipv6 ? ipv6DestinationLow : IpAddress.mapped(destination);
    }

    /// Address of the first byte behind the frame.
    public long end() {
        return address + length;
    }

    /// Forgets the transport header: none is parsed yet.
    public void resetTransport() {
        transport = 0;
        sourcePort = 0;
        destinationPort = 0;
        tcpFlags = 0;
    }

    /// Bytes of the IP payload.
    public int ipPayloadBytes() {
        return ipTotalBytes - ipHeaderBytes;
    }
}
