package io.hnvgateway.ipsec.sa;

import io.hnvgateway.ipsec.cipher.EspCipher;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;

/// From the peer to here. Found by its SPI in the [SaDatabase]; used by its owner only.
public final class InboundSa extends SecurityAssociation {
    public final ReplayWindow window;

    /// What the peer is known as; swapped whole by the control side.
    private volatile Peer peer;

    /// A peer that changes its address with every packet makes charon no busier than one that does
    /// once in a while.
    private static final long MOVES_APART_NS = 1_000_000_000L;

    private long movedNs;
    private boolean moved;

    private long dummies;

    /// @param port meaningless without UDP encapsulation
    private record Peer(long high, long low, int port, boolean udp) {
        boolean sent(long sourceHigh, long sourceLow, int sourcePort) {
            return sourceLow == low && sourceHigh == high && sourcePort == port;
        }
    }

    InboundSa(SaParameters parameters, Tunnel tunnel, EspCipher cipher, SaEvents events) {
        super(parameters, tunnel, cipher, events);
        window =
                new ReplayWindow(
                        parameters.features().replayWindow(),
                        parameters.features().extendedSequenceNumbers());
        peer = peer(parameters.endpoints());
    }

    private static Peer peer(SaParameters.Endpoints endpoints) {
        return new Peer(
                endpoints.remote().high(),
                endpoints.remote().low(),
                endpoints.remotePort(),
                endpoints.udpEncapsulation());
    }

    void update(SaParameters.Endpoints endpoints) {
        peer = peer(endpoints);
    }

    /// Counts an authentic packet. Owner thread.
    ///
    /// @return false when the SA has reached a hard limit
    public boolean received(int innerBytes, long nowNs) {
        return count(innerBytes, nowNs);
    }

    /// An authentic packet came in UDP from here: is that where the peer was? It moves at most once
    /// a second; a packet after that moves it. Owner thread.
    ///
    /// @param outer with the outer headers still parsed
    public void arrivedFrom(Packet outer, int sourcePort) {
        Peer known = peer;
        if (known.udp && !known.sent(outer.sourceHigh(), outer.sourceLow(), sourcePort)) {
            moved(outer, sourcePort);
        }
    }

    private void moved(Packet outer, int sourcePort) {
        if (moved && outer.arrivalNs - movedNs < MOVES_APART_NS) {
            return;
        }
        moved = true;
        movedNs = outer.arrivalNs;
        IpAddress remote = new IpAddress(outer.sourceHigh(), outer.sourceLow());
        peer = new Peer(remote.high(), remote.low(), sourcePort, true);
        events.mappingChanged(this, remote, sourcePort);
    }

    /// Counts a dummy packet (RFC 4303 §2.6). Owner thread.
    public void dummy() {
        dummies++;
    }

    /// Dummy packets received.
    public long dummies() {
        return dummies;
    }
}
