package io.hnvgateway.lab.bgp;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.speaker.PeerSession;
import io.hnvgateway.bgp.speaker.SpeakerListener;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// Keeps what peers say, and what is advertised to them.
final class Heard implements SpeakerListener {
    final Map<String, PeerSession> up = new ConcurrentHashMap<>();
    final Map<String, Map<IpPrefix, PathAttributes>> routes = new ConcurrentHashMap<>();
    final Map<String, List<Announcement>> advertised = new ConcurrentHashMap<>();
    final List<String> words = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Map<IpPrefix, PathAttributes> of(String peer) {
        return routes.computeIfAbsent(peer, key -> new ConcurrentHashMap<>());
    }

    PathAttributes route(String peer, String prefix) {
        return Objects.requireNonNull(of(peer).get(IpPrefix.parse(prefix)), prefix);
    }

    PeerSession session(String peer) {
        return Objects.requireNonNull(up.get(peer), peer);
    }

    boolean said(String word) {
        return words.stream().anyMatch(each -> each.contains(word));
    }

    long count(String word) {
        return words.stream().filter(each -> each.contains(word)).count();
    }

    @Override
    public void up(String peer, PeerSession session) {
        up.put(peer, session);
        words.add("up " + peer + (session.continued() ? " continued" : ""));
    }

    @Override
    public void down(String peer, String reason) {
        up.remove(peer);
        words.add("down " + peer + " " + reason);
    }

    @Override
    public void unknown(String peer) {
        up.remove(peer);
        words.add("unknown " + peer);
    }

    /// From now on what is heard next waits, and so does all behind it, until [#goOn].
    void pause() {
        gate = new CountDownLatch(1);
    }

    void goOn() {
        gate.countDown();
    }

    @Override
    public void updated(String peer, RouteUpdate update) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Map<IpPrefix, PathAttributes> all = of(peer);
        update.withdrawn().forEach(all::remove);
        for (Announcement each : update.announced()) {
            each.prefixes().forEach(prefix -> all.put(prefix, each.attributes()));
        }
    }

    @Override
    public void malformed(String peer, String fault) {
        words.add("malformed " + peer + " " + fault);
    }

    @Override
    public void discarded(String peer, String attributes) {
        words.add("discarded " + peer + " " + attributes);
    }

    @Override
    public void endOfRib(String peer, AddressFamily family) {
        words.add("end-of-rib " + peer + " " + family);
    }

    @Override
    public void refreshBegun(String peer, AddressFamily family) {
        words.add("refresh-begun " + peer + " " + family);
    }

    @Override
    public void refreshEnded(String peer, AddressFamily family) {
        words.add("refresh-ended " + peer + " " + family);
    }

    @Override
    public void notification(String peer, boolean sent, int code, int subcode, String text) {
        words.add("notification " + peer + (sent ? " sent " : " received ") + code + "," + subcode);
    }

    @Override
    public void refused(String peer, String reason) {
        words.add("refused " + peer + " " + reason);
    }

    @Override
    public void lost(String peer, long prefixes) {
        words.add("lost " + peer);
    }

    @Override
    public List<Announcement> advertised(String peer) {
        return advertised.getOrDefault(peer, List.of());
    }
}
