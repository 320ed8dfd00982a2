package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.speaker.Cease;
import io.hnvgateway.bgp.speaker.PeerSpec;
import io.hnvgateway.bgp.speaker.Speaker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Remembers what it was told.
final class FakeSpeaker implements Speaker {
    final Map<String, PeerSpec> peers = new HashMap<>();
    final Map<String, List<RouteUpdate>> sent = new HashMap<>();
    final List<String> said = new ArrayList<>();
    int applied;

    @Override
    public void apply(Collection<PeerSpec> wanted) {
        applied++;
        peers.clear();
        wanted.forEach(spec -> peers.put(spec.id(), spec));
    }

    @Override
    public void send(String peer, RouteUpdate update) {
        sent.computeIfAbsent(peer, _ -> new ArrayList<>()).add(update);
    }

    @Override
    public void endOfRib(String peer, AddressFamily family) {
        said.add("end-of-rib " + family);
    }

    @Override
    public void askRefresh(String peer) {
        said.add("refresh");
    }

    @Override
    public void reset(String peer, Cease why) {
        said.add("reset " + why);
    }
}
