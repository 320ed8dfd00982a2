package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a router holds of one peer beside its routes.
final class Peer {
    private PeerSettings settings;
    private boolean external;

    /// Null while there is none.
    @Nullable PeerSession session;

    /// What it was told is to be compared with what it shall know.
    boolean review;

    /// The identifier of the last session, which stale routes are compared by.
    int routerIdBits;

    /// The local route that leads to the peer itself.
    @Nullable LocalRoute via;

    /// What has to be told whole, and what is followed by an End-of-RIB.
    final Set<AddressFamily> retold = EnumSet.noneOf(AddressFamily.class);

    final Set<AddressFamily> endOfRib = EnumSet.noneOf(AddressFamily.class);

    final PeerCounters counters = new PeerCounters();

    /// When stale routes go, or the peer may restart; of no meaning while it has none, or may.
    long staleUntilNs;

    /// Its session ended, or may have, by our own restart or our speaker's.
    boolean restartIsOurs;

    long restartNs;
    boolean overMaximum;
    boolean restarts;
    boolean warned;

    /// Something was not kept for want of room.
    boolean incomplete;

    long refreshNs;

    Peer(PeerSettings settings, boolean external) {
        this.settings = settings;
        this.external = external;
    }

    void configure(PeerSettings changed, boolean isExternal) {
        settings = changed;
        external = isExternal;
    }

    PeerSettings settings() {
        return settings;
    }

    String name() {
        return settings.name();
    }

    boolean isExternal() {
        return external;
    }

    boolean isUp() {
        return session != null;
    }

    boolean exchanges(AddressFamily family) {
        PeerSession present = session;
        return present != null && present.families().contains(family);
    }
}
