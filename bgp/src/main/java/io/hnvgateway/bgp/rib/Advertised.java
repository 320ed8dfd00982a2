package io.hnvgateway.bgp.rib;

import org.jspecify.annotations.Nullable;

/// What a peer was told last of a destination.
final class Advertised {
    final Peer peer;
    SharedAttributes attributes;
    @Nullable Advertised next;

    Advertised(Peer peer, SharedAttributes attributes, @Nullable Advertised next) {
        this.peer = peer;
        this.attributes = attributes;
        this.next = next;
    }
}
