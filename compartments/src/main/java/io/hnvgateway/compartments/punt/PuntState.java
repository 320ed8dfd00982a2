package io.hnvgateway.compartments.punt;

import io.hnvgateway.compartments.TokenBucket;
import java.util.concurrent.atomic.LongAdder;

/// What changes with a peer's packets: counters, and what its limits still allow. Outlives the
/// tables that name it; any thread.
public final class PuntState {
    /// Of whole tables in full-size segments this is 20 Mbit/s, more than a speaker reads.
    private static final int PACKETS_PER_SECOND = 2000;

    private static final int PACKET_BURST = 2000;

    /// A router tries again after seconds (RFC 4271 §10: ConnectRetryTime), its TCP a few times
    /// before.
    private static final int OPENINGS_PER_SECOND = 5;

    private static final int OPENING_BURST = 10;

    private final TokenBucket packets = new TokenBucket(PACKETS_PER_SECOND, PACKET_BURST);
    private final TokenBucket openings = new TokenBucket(OPENINGS_PER_SECOND, OPENING_BURST);
    private final LongAdder fromPeer = new LongAdder();
    private final LongAdder toPeer = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final BfdStatus bfd = new BfdStatus();

    /// Whether one more packet of the peer's may go to the speakers; counts it.
    ///
    /// @param opens a SYN that is no answer
    /// @param ofCompartment what all peers of its network together may send
    public boolean admits(boolean opens, TokenBucket ofCompartment, long nowNs) {
        boolean admitted =
                (!opens || openings.tryTake(nowNs))
                        && packets.tryTake(nowNs)
                        && ofCompartment.tryTake(nowNs);
        (admitted ? fromPeer : limited).increment();
        return admitted;
    }

    /// Counts a packet of the speakers that left for the peer.
    public void countToPeer() {
        toPeer.increment();
    }

    public BfdStatus bfd() {
        return bfd;
    }

    /// Packets of the peer's that went to the speakers.
    public long fromPeer() {
        return fromPeer.sum();
    }

    public long toPeer() {
        return toPeer.sum();
    }

    /// Packets of the peer's that its limits refused.
    public long limited() {
        return limited.sum();
    }
}
