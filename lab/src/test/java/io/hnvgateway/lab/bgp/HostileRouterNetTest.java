package io.hnvgateway.lab.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.ROUTER_AS;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;
import static io.hnvgateway.lab.bgp.RoutedTenants.WOODGROVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hnvgateway.lab.gateway.Forwarding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A tenant's router that says what none may, through the whole gateway; [BadInputNetTest] has all
/// that can be said. It is told apart from the other tenant's router by nothing that it says: both
/// have the same addresses and AS.
@Tag("net")
class HostileRouterNetTest {
    private static final String ORIGIN = "40010100";
    private static final String PATH = "400206" + "0201" + "0000fde9";
    private static final String HOP = "400304";
    private static final String OWN_HOP = HOP + "0a000032";
    private static final String GOOD = ORIGIN + PATH + OWN_HOP;

    /// [RoutedTenants#SITE_NET] and two others, as NLRI.
    private static final String SITE = "18ac1400";

    private static final String BAD = "18ac1700";
    private static final String BAD_NET = "172.23.0.0/24";

    /// What Woodgrove's router alone has.
    private static final String WOODGROVES_NET = "172.21.0.0/24";

    private static final int FLAPS = 400;

    private final RoutedTenants tenants = new RoutedTenants();
    private final BgpWatch watch = new BgpWatch(tenants);
    private final RouterSite site = tenants.site(CONTOSO, VM);
    private final RouterSite other = tenants.site(WOODGROVE, VM);

    @AfterEach
    void close() {
        tenants.close();
    }

    @Test
    void whatItSaysIsCountedAndNotTakenAndTouchesNoOtherTenant() {
        tenants.start(new Forwarding("xdp", "xdp", 2));
        try (RawPeer peer = peer();
                Bird neighbor =
                        tenants.bird(
                                other, Bird.routes("site", "ipv4", SITE_NET, WOODGROVES_NET))) {
            watch.awaitSite(WOODGROVE, other);
            String since = neighbor.since();
            peer.establish();
            peer.update("", GOOD, SITE);
            watch.awaitSite(CONTOSO, site);

            attributes(peer);
            routes(peer);
            assertThat(watch.sees(CONTOSO)).as("while all this was said").isEqualTo(site.name());
            sessions(peer);
            flaps(peer);

            assertThat(neighbor.since()).as("the other tenant's session").isEqualTo(since);
            assertThat(watch.sees(WOODGROVE)).isEqualTo(other.name());
            JsonNode row = watch.peer(WOODGROVE, VM);
            assertThat(row.path("accepted").asInt()).isEqualTo(2);
            assertThat(row.path("updates").asInt()).as("said once").isLessThanOrEqualTo(2);
            for (String counter : new String[] {"malformed", "discarded", "errors", "unsaid"}) {
                assertThat(row.path(counter).asInt(-1)).as(counter).isZero();
            }
        }
    }

    private RawPeer peer() {
        return new RawPeer(
                RouterEnd.of(tenants, site),
                () -> watch.events("up", CONTOSO, VM).size(),
                watch::await);
    }

    private void awaitCount(String counter, int count) {
        watch.await(
                counter + " " + count,
                () -> watch.peer(CONTOSO, VM).path(counter).asInt(-1) == count);
    }

    /// RFC 7606: as if withdrawn, and left out.
    private void attributes(RawPeer peer) {
        peer.update("", GOOD, BAD);
        awaitCount("accepted", 2);
        peer.update("", "40010103" + PATH + OWN_HOP, BAD);
        awaitCount("malformed", 1);
        watch.awaitEvent("malformed", CONTOSO, VM);
        awaitCount("accepted", 1);
        watch.awaitNoRoute(CONTOSO, BAD_NET); // as if withdrawn
        assertThat(watch.routes(CONTOSO)).contains(SITE_NET);

        peer.update("", GOOD + "40060100", BAD);
        awaitCount("discarded", 1);
        watch.awaitEvent("attributes-discarded", CONTOSO, VM);
        awaitCount("accepted", 2);
        peer.update(BAD, "", "");
        watch.awaitNoRoute(CONTOSO, BAD_NET);
    }

    /// Routes that can be read, and lead nowhere or where this router has no say.
    private void routes(RawPeer peer) {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("0.0.0.0: next-hop", PATH + HOP + "00000000");
        cases.put("127.0.0.1: next-hop", PATH + HOP + "7f000001");
        cases.put("224.0.0.5: next-hop", PATH + HOP + "e0000005");
        cases.put("255.255.255.255: next-hop", PATH + HOP + "ffffffff");
        cases.put("169.254.1.1: next-hop", PATH + HOP + "a9fe0101");
        cases.put("the gateway's own: own-next-hop", PATH + HOP + "0afefe02");
        cases.put("a path of another AS: first-as", "400206" + "0201" + "0000fdea" + OWN_HOP);
        cases.put("no path: first-as", "400200" + OWN_HOP);
        cases.put("the gateway's AS: own-as", "40020a" + "0202" + "0000fde90000fc00" + OWN_HOP);
        cases.put(
                "a path of 300: path-too-long",
                "5002"
                        + "04b4"
                        + "02ff"
                        + "0000fde9".repeat(255)
                        + "022d"
                        + "0000fde9".repeat(45)
                        + OWN_HOP);
        cases.forEach((what, attributes) -> {
            peer.update("", ORIGIN + attributes, BAD);
            String reason = what.substring(what.indexOf(": ") + 2);
            watch.await(what, () -> told().path("refusal").asText().equals(reason));
            assertThat(told().path("state").asText()).as(what).isEqualTo("refused");
            assertThat(watch.peer(CONTOSO, VM).path("refused").asText())
                    .as(what)
                    .isEqualTo(reason + " 1");
            assertThat(watch.routes(CONTOSO)).as(what).doesNotContain(BAD_NET);
            peer.update(BAD, "", "");
            watch.await(what, () -> told().isMissingNode());
        });
        // A host of the other tenant's, of the provider's network, and what nobody has.
        for (String nowhere : new String[] {"ac150001", "c000020b", "c6336451", "0a090909"}) {
            peer.update("", ORIGIN + PATH + HOP + nowhere, BAD);
            watch.await(nowhere, () -> told().path("state").asText().equals("unreachable"));
            assertThat(watch.routes(CONTOSO)).as(nowhere).doesNotContain(BAD_NET);
            peer.update(BAD, "", "");
            watch.await(nowhere, () -> told().isMissingNode());
        }
    }

    /// What is known of the bad prefix in the tenant; a missing node: nothing.
    private JsonNode told() {
        for (JsonNode row : watch.rows(CONTOSO, "bgp", "routes")) {
            if (row.path("prefix").asText().equals(BAD_NET)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    /// What ends its session, or lets none begin.
    private void sessions(RawPeer peer) {
        Map<String, Runnable> cases = new LinkedHashMap<>();
        cases.put("1/2", () -> peer.send(RawPeer.MARKER + "100102")); // 4,097 octets
        cases.put("3/10", () -> peer.update("", GOOD, "21c0a8010180")); // 33 bits
        cases.forEach((code, act) -> {
            act.run();
            watch.await(code, () -> peer.notification().equals(code));
            watch.await(code, () -> told("notification-sent", code));
            watch.awaitNothing(CONTOSO);
            establish(peer);
            peer.update("", GOOD, SITE);
            watch.awaitSite(CONTOSO, site);
        });
        peer.say(RawPeer.NOTIFICATION, "0602");
        watch.awaitState(CONTOSO, VM, "down");
        watch.await(
                "another AS",
                () -> {
                    peer.connect();
                    peer.say(RawPeer.OPEN, RawPeer.open(ROUTER_AS + 1, 30, "0a000000", ""));
                    watch.await("an answer", () -> peer.has(RawPeer.NOTIFICATION) || peer.has(0));
                    return peer.notification().equals("2/2");
                });
        watch.await("2/2", () -> told("notification-sent", "2/2"));
        watch.awaitNothing(CONTOSO);
        watch.awaitNoRoute(CONTOSO, SITE_NET);
        assertThat(watch.peer(CONTOSO, VM).path("errors").asInt()).isGreaterThanOrEqualTo(3);
        establish(peer);
    }

    private void establish(RawPeer peer) {
        watch.awaitState(CONTOSO, VM, "down");
        peer.establish();
    }

    private boolean told(String event, String reason) {
        return watch.events(event, CONTOSO, VM).stream()
                .anyMatch(line -> line.contains("reason=\"" + reason + " "));
    }

    /// As fast as it can; what it says last holds.
    private void flaps(RawPeer peer) {
        for (String last : new String[] {SITE, ""}) {
            for (int i = 0; i < FLAPS; i++) {
                peer.update("", GOOD, SITE + BAD);
                peer.update(SITE, "", "");
            }
            peer.update("", GOOD, last.isEmpty() ? BAD : last);
            if (last.isEmpty()) {
                peer.update(BAD, "", "");
                awaitCount("received", 0);
                watch.awaitNothing(CONTOSO);
            } else {
                awaitCount("received", 2);
                watch.awaitSite(CONTOSO, site);
            }
            assertThat(watch.sees(WOODGROVE)).isEqualTo(other.name());
        }
    }
}
