package io.hnvgateway.nat;

import org.jspecify.annotations.Nullable;

/// The ports of one external address and protocol that the inbound rules keep from dynamic
/// mappings, and a note that nothing else is free. Shared by all workers.
final class ReservedPorts {
    private static final long NEVER = -1;

    private final InboundRules rules;
    private final long @Nullable [] bits;

    /// The count of releases at which a search found no free port.
    private volatile long exhaustedAt = NEVER;

    /// Takes the ports.
    ///
    /// @param bits bit per port 0..65535, not changed afterwards; null for none
    ReservedPorts(InboundRules rules, long @Nullable [] bits) {
        this.rules = rules;
        this.bits = bits;
    }

    boolean areOf(InboundRules others) {
        return rules == others;
    }

    /// The reserved ones of a block, as bits.
    long ofBlock(int block) {
        return bits == null ? 0 : bits[block];
    }

    /// Whether a search failed since when no port was given back.
    boolean exhausted(long releases) {
        return exhaustedAt == releases;
    }

    /// As [PortSpace#touch].
    long touch() {
        return exhaustedAt;
    }

    void noteExhausted(long releases) {
        exhaustedAt = releases;
    }
}
