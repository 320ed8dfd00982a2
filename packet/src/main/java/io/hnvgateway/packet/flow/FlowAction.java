package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Checksum;

/// What is to be done with the packets of a flow. A flyweight: filled by the slow path or copied
/// out of an entry by [FlowTable#find].
public final class FlowAction {
    public static final int REWRITE_SOURCE = 1;
    public static final int REWRITE_DESTINATION = 2;
    public static final int DECAPSULATE = 4;
    public static final int ENCAPSULATE = 8;

    /// Leaves by a tunnel, whose index is [#newPort]; only beside [#JAVA_ONLY]. There is no egress
    /// adjacency, for the outer address has one.
    public static final int TUNNEL = 16;

    /// Flag: an XDP program hands these packets to Java.
    public static final int JAVA_ONLY = 1;

    /// Flag: packets with DF clear get an identification of the worker's own (RFC 6864 §5.3).
    public static final int NEW_IDENTIFICATION = 2;

    /// Flag, beside [#JAVA_ONLY]: no executor runs the entry, the slow path decides.
    public static final int SUSPENDED = 4;

    public static final int NO_SESSION = 0xffff_ffff;

    /// [#REWRITE_SOURCE] | [#REWRITE_DESTINATION] | [#DECAPSULATE] | [#ENCAPSULATE] | [#TUNNEL].
    public int action;

    /// [#JAVA_ONLY] | [#NEW_IDENTIFICATION] | [#SUSPENDED].
    public int flags;

    /// Index of the compartment whose flow this is.
    public int owner;

    /// Generation of the owner when the decision was made.
    public int generation;

    /// Slot that the packet's origin must match.
    public int ingressAdjacency;

    /// Slot that says where it goes.
    public int egressAdjacency;

    /// Of an IPv4 flow.
    public int newAddress;

    // Of an IPv6 flow; it has neither new port nor deltas.
    public long newAddressHigh;
    public long newAddressLow;

    /// New port, or identifier of an ICMP query; with [#TUNNEL] the tunnel's index.
    public int newPort;

    /// Checksum delta of the address, for the IP header and the pseudo header.
    public int ipDelta;

    /// Checksum delta of the port or identifier alone; TCP and UDP take [#ipDelta] as well.
    public int transportDelta;

    /// Set by [FlowTable#insert]: it took a slot, and was no update of an entry that stood there.
    /// No part of the entry.
    public boolean isNew;

    // Set by [FlowTable#insert] when it updated an entry: what that was before. No part of the
    // entry.
    public int formerAction;
    public int formerOwner;
    public int formerSession = NO_SESSION;

    /// Index of the NAT session, or [#NO_SESSION].
    public int session = NO_SESSION;

    /// Makes it an action that changes nothing and goes nowhere.
    public FlowAction clear() {
        action = 0;
        flags = 0;
        owner = 0;
        generation = 0;
        ingressAdjacency = 0;
        egressAdjacency = 0;
        session = NO_SESSION;
        return noRewrite();
    }

    private FlowAction noRewrite() {
        newAddress = 0;
        newAddressHigh = 0;
        newAddressLow = 0;
        newPort = 0;
        ipDelta = 0;
        transportDelta = 0;
        return this;
    }

    /// Rewrites source address and source port (or ICMP identifier).
    public FlowAction rewriteSource(int oldAddress, int oldPort, int newAddress, int newPort) {
        action = (action & ~REWRITE_DESTINATION) | REWRITE_SOURCE;
        return rewrite(oldAddress, oldPort, newAddress, newPort);
    }

    /// Rewrites destination address and destination port (ICMP: the identifier).
    public FlowAction rewriteDestination(int oldAddress, int oldPort, int newAddress, int newPort) {
        action = (action & ~REWRITE_SOURCE) | REWRITE_DESTINATION;
        return rewrite(oldAddress, oldPort, newAddress, newPort);
    }

    /// Sends the packets into a tunnel.
    ///
    /// @param index 1..65535
    public FlowAction intoTunnel(int index) {
        noRewrite();
        action = DECAPSULATE | TUNNEL;
        flags |= JAVA_ONLY;
        newPort = index;
        return this;
    }

    /// Exchanges the whole source address of an IPv6 flow; ports stay. Checksums follow, unless the
    /// exchange is neutral to them (RFC 6296 §3.1).
    public FlowAction rewriteSource(long high, long low) {
        action = (action & ~REWRITE_DESTINATION) | REWRITE_SOURCE;
        return rewrite(high, low);
    }

    /// As [#rewriteSource(long, long)] for the destination.
    public FlowAction rewriteDestination(long high, long low) {
        action = (action & ~REWRITE_SOURCE) | REWRITE_DESTINATION;
        return rewrite(high, low);
    }

    private FlowAction rewrite(long high, long low) {
        noRewrite();
        newAddressHigh = high;
        newAddressLow = low;
        return this;
    }

    private FlowAction rewrite(int oldAddress, int oldPort, int newAddress, int newPort) {
        this.newAddress = newAddress;
        this.newPort = newPort;
        ipDelta = Checksum.delta32(oldAddress, newAddress);
        transportDelta = Checksum.delta16(oldPort, newPort);
        return this;
    }

    public boolean has(int actionBit) {
        return (action & actionBit) != 0;
    }

    public boolean hasFlag(int flag) {
        return (flags & flag) != 0;
    }
}
