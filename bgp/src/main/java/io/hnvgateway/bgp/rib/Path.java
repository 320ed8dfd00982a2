package io.hnvgateway.bgp.rib;

import org.jspecify.annotations.Nullable;

/// A prefix as one peer announced it. Only `stale` and `next` change; another judgement is another
/// path.
final class Path {
    final Peer peer;
    final SharedAttributes received;

    /// After policy; null when it is refused.
    final @Nullable SharedAttributes accepted;

    /// Null when it is refused.
    final @Nullable ResolvedHop hop;

    final @Nullable Refusal refusal;
    boolean stale;
    @Nullable Path next;

    Path(Peer peer, SharedAttributes received, SharedAttributes accepted, ResolvedHop hop) {
        this.peer = peer;
        this.received = received;
        this.accepted = accepted;
        this.hop = hop;
        refusal = null;
    }

    Path(Peer peer, SharedAttributes received, Refusal refusal) {
        this.peer = peer;
        this.received = received;
        accepted = null;
        hop = null;
        this.refusal = refusal;
    }
}
