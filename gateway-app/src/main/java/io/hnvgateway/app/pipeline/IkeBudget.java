package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.TokenBucket;
import io.hnvgateway.packet.Packet;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// How many packets of IKE one worker gives to the host's kernel by injection: in all, and of each
/// network of senders, so that no stranger takes the share of a peer. Senders whose networks fall
/// together share a budget; which do is another with every start. Owner: the worker.
final class IkeBudget {
    static final int MOST_PER_SECOND = 2000;
    static final int MOST_AT_ONCE = 500;
    static final int SENDER_PER_SECOND = 50;
    static final int SENDER_AT_ONCE = 50;

    private static final int SENDER_BUDGETS = 256;

    /// What one stranger may have to choose addresses from: a /24, a /56 (RFC 6177 §2).
    private static final long IPV4_NETWORK = 0xffff_ff00L;

    private static final long IPV6_NETWORK = -1L << 8;

    private final TokenBucket all = new TokenBucket(MOST_PER_SECOND, MOST_AT_ONCE);
    private final TokenBucket[] senders = new TokenBucket[SENDER_BUDGETS];
    private final long seed = RandomGenerator.getDefault().nextLong();

    IkeBudget() {
        Arrays.setAll(senders, _ -> new TokenBucket(SENDER_PER_SECOND, SENDER_AT_ONCE));
    }

    /// Whether a datagram of the packet's sender may go on: takes a token for each of its pieces,
    /// or none of the sender's.
    ///
    /// @param pieces 1..[#SENDER_AT_ONCE]
    boolean tryTake(Packet p, int pieces, long nowNs) {
        long network = p.ipv6 ? p.sourceHigh() & IPV6_NETWORK : p.sourceLow() & IPV4_NETWORK;
        long mixed = (network ^ seed) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        TokenBucket sender = senders[(int) (mixed >>> 56)];
        return sender.tryTake(nowNs, pieces) && all.tryTake(nowNs, pieces);
    }
}
