package io.hnvgateway.ipsec.sa;

import io.hnvgateway.ipsec.cipher.EspCipher;
import io.hnvgateway.packet.EspHeader;

/// From here to the peer. Its sequence number is its packet count, so none is given out twice; the
/// key ends with the last one (RFC 4303 §3.3.3) and with the process.
public final class OutboundSa extends SecurityAssociation {
    /// Without extended sequence numbers (RFC 4303 §2.2).
    public static final long LAST_SEQUENCE = 0xffff_ffffL;

    private static final int TRAILER_BYTES = 2;
    private static final int DEFAULT_MTU_BYTES = 1500;

    /// Whether DF is copied to the outer header; else it is clear there.
    public final boolean copiesDf;

    private final int tfcBytes;
    private volatile OuterHeader outer;
    private volatile int tfcLimitBytes;

    OutboundSa(SaParameters parameters, Tunnel tunnel, EspCipher cipher, SaEvents events) {
        super(parameters, tunnel, cipher, events);
        copiesDf = parameters.features().copiesDf();
        tfcBytes = parameters.features().tfcBytes();
        outer = new OuterHeader(parameters.endpoints(), spi);
        pathMtu(DEFAULT_MTU_BYTES);
    }

    /// Claims the next sequence number for a packet and counts it. Owner thread.
    ///
    /// @return 1 and up, or 0 when there is no further one: [#sequenceOverflow] says why
    public long claim(int innerBytes, long nowNs) {
        return count(innerBytes, nowNs) ? packets() : 0;
    }

    /// Leaves sequence numbers out, for tests of the last ones.
    ///
    /// @param sequence the last one left out, not below those given out
    void skipTo(long sequence) {
        if (sequence < packets()) {
            throw new IllegalArgumentException("a sequence number would come twice");
        }
        skipPackets(sequence);
    }

    /// Whether the sequence numbers are used up, rather than a limit of the peers' agreement.
    public boolean sequenceOverflow() {
        return packets() >= (extendedSequenceNumbers ? Long.MAX_VALUE : LAST_SEQUENCE);
    }

    /// The headers in front of ESP.
    public OuterHeader outer() {
        return outer;
    }

    void update(SaParameters.Endpoints endpoints) {
        outer = new OuterHeader(endpoints, spi);
    }

    /// Bytes that padding for traffic flow confidentiality brings the inner packet to, never more
    /// than the path takes in one piece; 0 none.
    public int tfcBytes() {
        return Math.min(tfcBytes, tfcLimitBytes);
    }

    /// Tells the MTU of the way to the peer, for [#tfcBytes]. Any thread.
    public void pathMtu(int outerMtuBytes) {
        tfcLimitBytes = maxInnerBytes(outerMtuBytes);
    }

    /// The longest inner packet whose outer one fits the MTU; 0 when none does.
    public int maxInnerBytes(int outerMtuBytes) {
        int text = outerMtuBytes - fixedBytes();
        return Math.max(0, text - text % transform.alignmentBytes() - TRAILER_BYTES);
    }

    /// Length of the outer IP packet around an inner one, without padding for confidentiality.
    public int outerBytes(int innerBytes) {
        return fixedBytes() + textBytes(innerBytes);
    }

    /// Length of the encrypted part: packet, padding and trailer (RFC 4303 §2.4).
    public int textBytes(int innerBytes) {
        int mask = transform.alignmentBytes() - 1;
        return (innerBytes + TRAILER_BYTES + mask) & ~mask;
    }

    /// All but the encrypted part.
    private int fixedBytes() {
        return outer.bytes() + EspHeader.BYTES + transform.ivBytes() + transform.icvBytes();
    }
}
