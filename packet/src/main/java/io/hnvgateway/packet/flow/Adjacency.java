package io.hnvgateway.packet.flow;

/// The content of one adjacency slot: where packets go to, or come from. A flyweight: filled by
/// [AdjacencyTable#read], or by the conductor for [AdjacencyTable#write].
public final class Adjacency {
    /// Kind: not in use; matches nothing.
    public static final int FREE = 0;

    /// Kind: a neighbour on the link of a port.
    public static final int NEIGHBOR = 1;

    /// Kind: a VM behind a host, reached by NVGRE.
    public static final int OVERLAY = 2;

    /// Kind: any front-end port; as ingress only.
    public static final int FRONT_END = 3;

    /// Kind: a VM whose customer address is exchanged for a provider address of its own, without
    /// encapsulation (IP rewrite). The adjacency exchanges the destination; the source is that of
    /// the sender: exchanged by the flow's action ([FlowAction#REWRITE_SOURCE]), or before
    /// ([AddressExchange]).
    public static final int REWRITE = 4;

    /// Flag of a neighbour: its MAC address is known.
    public static final int RESOLVED = 1;

    /// Flag of an overlay: the outer header gets DF.
    public static final int OUTER_DONT_FRAGMENT = 2;

    /// Flag of a neighbour that is not [#RESOLVED]: it was asked and did not answer.
    public static final int FAILED = 4;

    public int kind;

    /// Index of the port; of neighbours only.
    public int port;

    /// NEIGHBOR and REWRITE: IP MTU of the link; OVERLAY: of the inner packet, less than the link's
    /// by what NVGRE adds.
    public int mtuBytes;

    /// NEIGHBOR: the next hop's; else the VM's.
    public long destinationMac;

    /// NEIGHBOR: the port's; else the gateway's in that virtual subnet.
    public long sourceMac;

    /// The gateway's provider address, of either family; of OVERLAY.
    public long providerSourceHigh;

    public long providerSourceLow;

    /// NEIGHBOR: its own IP address; OVERLAY: the host's provider address; REWRITE: the VM's.
    public long destinationHigh;

    public long destinationLow;

    /// VSID to send, and to expect from there; not of NEIGHBOR.
    public int vsid;

    /// NEIGHBOR: VLAN that it is in, 1..4094; 0: frames to it carry no tag.
    public int vlan;

    /// Slot of the NEIGHBOR that leads to the host; not of NEIGHBOR.
    public int nextHop;

    /// [#RESOLVED] | [#OUTER_DONT_FRAGMENT] | [#FAILED].
    public int flags;

    /// Where and when it was read, for [AdjacencyTable#refresh]; 0: nowhere.
    int slot;

    int sequence;

    /// Makes it FREE.
    public Adjacency clear() {
        kind = FREE;
        port = 0;
        mtuBytes = 0;
        destinationMac = 0;
        sourceMac = 0;
        providerSourceHigh = 0;
        providerSourceLow = 0;
        destinationHigh = 0;
        destinationLow = 0;
        vsid = 0;
        vlan = 0;
        nextHop = 0;
        flags = 0;
        return this;
    }

    /// Whether it is a VM's, reached over the neighbour that [#nextHop] names.
    public boolean leadsToHost() {
        return kind == OVERLAY || kind == REWRITE;
    }

    public boolean resolved() {
        return (flags & RESOLVED) != 0;
    }

    public boolean failed() {
        return (flags & FAILED) != 0;
    }
}
