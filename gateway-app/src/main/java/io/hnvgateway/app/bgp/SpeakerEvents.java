package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.rib.PeerSession;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.bgp.speaker.SpeakerListener;
import io.hnvgateway.packet.flow.NanoClock;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/// What the speaker tells of peers, into the RIBs of their networks. On the speaker's thread.
final class SpeakerEvents implements SpeakerListener {
    private final TenantRouting routing;
    private final NanoClock clock;

    SpeakerEvents(TenantRouting routing, NanoClock clock) {
        this.routing = routing;
        this.clock = clock;
    }

    private void of(String id, BiConsumer<RouterOfNetwork, String> action) {
        RouterOfNetwork router = routing.routerOf(id);
        if (router != null) {
            action.accept(router, id.substring(id.indexOf('/') + 1));
        }
    }

    @Override
    public void up(String id, io.hnvgateway.bgp.speaker.PeerSession agreed) {
        of(
                id,
                (router, peer) -> {
                    if (agreed.continued() && router.status(peer).isCut()) {
                        routing.reset(id); // it did not hear of it before
                        return;
                    }
                    router.status(peer).up(agreed, clock.nanoTime());
                    router.rib().peerUp(peer, session(router, peer, agreed, agreed.continued()));
                    if (!agreed.continued()) {
                        routing.note(router, peer, "up", "");
                    }
                });
    }

    /// Of a session that is older than the speaker's memory, what is configured holds.
    private static PeerSession session(
            RouterOfNetwork router,
            String peer,
            io.hnvgateway.bgp.speaker.PeerSession agreed,
            boolean continued) {
        Set<AddressFamily> families = agreed.families();
        if (!agreed.known() || families.isEmpty()) {
            families =
                    router.network().bgp().peers().stream()
                            .filter(configured -> configured.name().equals(peer))
                            .findFirst()
                            .map(configured -> configured.session().families())
                            .orElse(families);
        }
        return new PeerSession(
                routerId(agreed.routerId()),
                families,
                agreed.gracefulRestart() ? agreed.restartSeconds() : 0,
                agreed.forwardingKept(),
                continued);
    }

    private static RouterId routerId(String text) {
        try {
            return RouterId.parse(text);
        } catch (IllegalArgumentException _) {
            return new RouterId(-1); // the last of all where the identifier decides
        }
    }

    @Override
    public void down(String id, String reason) {
        of(
                id,
                (router, peer) -> {
                    boolean stood = router.status(peer).session() != null;
                    router.rib().peerDown(peer, router.status(peer).down(reason, clock.nanoTime()));
                    if (stood) {
                        routing.note(router, peer, "down", reason);
                    }
                });
    }

    @Override
    public void unknown(String id) {
        of(
                id,
                (router, peer) -> {
                    router.status(peer).unknown(clock.nanoTime());
                    router.rib().peerUnknown(peer, TenantRouting.STALE_SECONDS);
                });
    }

    @Override
    public void updated(String id, RouteUpdate update) {
        of(
                id,
                (router, peer) -> {
                    router.rib().update(peer, update);
                    router.heard();
                });
    }

    @Override
    public void malformed(String id, String fault) {
        of(
                id,
                (router, peer) -> {
                    router.status(peer).malformed();
                    routing.note(router, peer, "malformed", fault);
                });
    }

    @Override
    public void discarded(String id, String attributes) {
        of(
                id,
                (router, peer) -> {
                    router.status(peer).discarded();
                    routing.note(router, peer, "attributes-discarded", attributes);
                });
    }

    @Override
    public void endOfRib(String id, AddressFamily family) {
        of(id, (router, peer) -> router.rib().endOfRib(peer, family));
    }

    @Override
    public void refreshBegun(String id, AddressFamily family) {
        of(id, (router, peer) -> router.rib().refreshBegun(peer, family));
    }

    @Override
    public void refreshEnded(String id, AddressFamily family) {
        of(id, (router, peer) -> router.rib().endOfRib(peer, family));
    }

    @Override
    public void notification(String id, boolean sent, int code, int subcode, String text) {
        of(
                id,
                (router, peer) -> {
                    router.status(peer).notification(sent, code);
                    routing.note(
                            router,
                            peer,
                            sent ? "notification-sent" : "notification-received",
                            "%d/%d %s".formatted(code, subcode, text));
                });
    }

    @Override
    public void refused(String id, String reason) {
        of(
                id,
                (router, peer) -> {
                    router.status(peer).refused(reason);
                    routing.note(router, peer, "refused", reason);
                });
    }

    /// Withdrawals may be among them: what the refresh does not repeat goes.
    @Override
    public void lost(String id, long prefixes) {
        of(
                id,
                (router, peer) -> {
                    var agreed = router.status(peer).session();
                    if (agreed != null) {
                        agreed.families()
                                .forEach(family -> router.rib().refreshBegun(peer, family));
                    }
                    routing.note(
                            router, peer, "updates-lost", prefixes + " prefixes; asked for again");
                });
    }

    @Override
    public List<Announcement> advertised(String id) {
        RouterOfNetwork router = routing.routerOf(id);
        return router == null
                ? List.of()
                : router.rib().announcements(id.substring(id.indexOf('/') + 1));
    }
}
