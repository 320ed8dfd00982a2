package io.hnvgateway.bgp.rib;

import java.util.Map;
import java.util.Optional;

/// A peer's routes as they are shown and counted.
///
/// @param refused prefixes at present, by reason
/// @param unkept announcements that were not kept, since the peer is configured
/// @param changedNs when its session or routes changed last, by the router's clock
/// @param link that leads to the peer itself; empty when none does
public record PeerView(
        String name,
        boolean isUp,
        boolean overMaximum,
        Prefixes prefixes,
        Map<Refusal, Integer> refused,
        Map<Refusal, Long> unkept,
        Messages messages,
        long changedNs,
        Optional<String> link) {
    /// At present.
    ///
    /// @param received refused ones included
    public record Prefixes(int received, int accepted, int stale, int advertised) {}

    /// Since the peer is configured.
    public record Messages(long updates, long announced, long withdrawn) {}
}
