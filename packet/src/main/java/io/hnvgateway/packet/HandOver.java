package io.hnvgateway.packet;

/// What becomes of a packet between two workers: to whom it is to go, and how it came. A part of
/// [Packet], as mutable.
///
/// States only follow each other in the order in which they stand here, so no packet goes round.
public final class HandOver {
    public static final int NOBODY = -1;

    /// It is where it arrived.
    public static final int ARRIVED = 0;

    /// Unchanged, from where it arrived: this worker keeps it.
    public static final int HANDED = 1;

    /// Unchanged, a fragment whose ports another worker learned from the first one.
    public static final int PORTS_KNOWN = 2;

    /// Already translated outward, from another owner of this gateway's own.
    public static final int TURNED = 3;

    /// Unchanged, to the worker of the tunnel that it leaves or arrives by.
    public static final int OF_TUNNEL = 4;

    /// Out of one tunnel of a network, to the worker of another.
    public static final int BETWEEN_TUNNELS = 5;

    /// From the speakers of BGP, its addresses exchanged, to the worker of the tunnel that it
    /// leaves by.
    public static final int FROM_SPEAKERS = 6;

    /// A packet of BFD from a peer, to the worker that has the peer's session.
    public static final int OF_BFD = 7;

    /// Of the gateway's own, for a peer of BGP, to the worker of the tunnel that it leaves by; no
    /// worker received it.
    public static final int MADE = 8;

    /// The worker that gets it once the verdict is HOLD, or [#NOBODY].
    public int to = NOBODY;

    /// The state that it gets there.
    public int next;

    /// The state that it is in.
    public int state;

    /// Source port << 16 | destination port, in [#PORTS_KNOWN] and [#TURNED].
    public int ports;

    /// [#TURNED]: the inside source (IPv4) and its port.
    public int source;

    public int sourcePort;

    /// [#TURNED]: generation of the sender's compartment, under which its record's index holds.
    public int generation;

    void reset() {
        to = NOBODY;
        next = ARRIVED;
        state = ARRIVED;
        ports = 0;
    }

    /// Whether the next state's packet begins at its current IP header and not where it arrived.
    public boolean startsInside() {
        return next == TURNED || next >= BETWEEN_TUNNELS;
    }

    /// Marks the packet: as soon as nobody holds it here, another worker gets it.
    ///
    /// @return HOLD: its ownership moves
    public Verdict to(int worker, int nextState) {
        to = worker;
        next = nextState;
        return Verdict.HOLD;
    }
}
