package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The difference between two calls of [BgpRouter#take].
///
/// @param peers by name; those who are told nothing are absent
/// @param pins the way to each peer's own address, in place of those before; whoever compiles
///   routes lets a host route by it win over any learned one. Empty: as before
public record RibChanges(
        List<BestChange> best,
        Map<String, PeerChange> peers,
        List<RibEvent> events,
        Optional<Map<IpAddress, LocalRoute>> pins) {
    public boolean isEmpty() {
        return best.isEmpty() && peers.isEmpty() && events.isEmpty() && pins.isEmpty();
    }
}
