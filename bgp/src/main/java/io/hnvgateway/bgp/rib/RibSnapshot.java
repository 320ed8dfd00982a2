package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.Announcement;
import java.util.List;
import java.util.Map;

/// What each peer announced, by its name: enough to go on with as stale routes after a restart.
public record RibSnapshot(Map<String, List<Announcement>> peers) {
    public static final RibSnapshot EMPTY = new RibSnapshot(Map.of());

    public RibSnapshot {
        peers = Map.copyOf(peers);
    }
}
