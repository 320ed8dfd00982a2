package io.hnvgateway.lab.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.BRANCH;
import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// BFD with real routers: one in a VM, some hops away as it sees it, and one at the end of a GRE
/// tunnel, on the gateway's link. The hold time of all sessions is longer than anything is waited
/// for here, so nothing else finds a router dead.
@Tag("net")
class BfdNetTest {
    private static final Logger LOG = LoggerFactory.getLogger(BfdNetTest.class);
    private static final String WATCHED =
            """
            protocol bfd {
              interface "*" { interval 100 ms; multiplier 3; };
              multihop { interval 100 ms; multiplier 3; };
            }
            """;
    private static final String PROBES = "1500";

    private final RoutedTenants tenants = new RoutedTenants();
    private final BgpWatch watch = new BgpWatch(tenants);
    private final RouterSite vm = tenants.site(CONTOSO, VM);
    private final RouterSite branch = tenants.site(CONTOSO, BRANCH);

    @AfterEach
    void close() {
        tenants.close();
    }

    private void start() {
        tenants.router(CONTOSO).put("multipath", 1);
        tenants.peer(CONTOSO, VM).put("multihop", 2).putObject("bfd");
        tenants.peer(CONTOSO, BRANCH).putObject("bfd");
        tenants.start(new Forwarding("xdp", "xdp", 2));
    }

    private Bird bird(RouterSite site) {
        return new Bird(
                tenants.lab().run(),
                site.station().namespace(),
                site.name(),
                RoutedTenants.configuration(
                        site, "bfd on;", WATCHED + Bird.routes("site", "ipv4", SITE_NET)));
    }

    private String bfd(String peer) {
        return watch.peer(CONTOSO, peer).path("bfd").asText();
    }

    private void awaitWatched(String peer, Bird bird) {
        watch.awaitUp(CONTOSO, peer);
        watch.await("BFD with " + peer, () -> bfd(peer).equals("up"));
        watch.await(
                "BFD of " + peer + " with the gateway",
                () -> bird.birdc("show", "bfd", "sessions").contains(" Up "));
    }

    /// Nothing comes or goes any more; no interface is down, so no kernel tells anybody.
    private static void cut(RouterSite site) {
        Namespace namespace = site.station().namespace();
        namespace.must("nft", "add table inet cut");
        for (String hook : new String[] {"input", "output"}) {
            namespace.must(
                    "nft",
                    "add chain inet cut %s { type filter hook %s priority -300; policy drop; }"
                            .formatted(hook, hook));
        }
    }

    private static void mend(RouterSite site) {
        site.station().namespace().must("nft", "delete table inet cut");
    }

    private void awaitEvent(String event, String peer) {
        watch.await(
                event + " of " + peer,
                () ->
                        tenants.lab()
                                .gateway()
                                .log()
                                .lines()
                                .anyMatch(line ->
                                        line.contains("event=bgp-" + event + " ")
                                                && line.contains("peer=" + peer + " ")));
    }

    @Test
    void aDeadRoutersTrafficMovesLongBeforeItsHoldTime() {
        start();
        try (Bird one = bird(vm);
                Bird other = bird(branch)) {
            awaitWatched(VM, one);
            awaitWatched(BRANCH, other);
            watch.awaitSite(CONTOSO, vm);
            Running probes =
                    tenants.web(CONTOSO)
                            .namespace()
                            .start("ping", "-n", "-D", "-i", "0.01", "-c", PROBES, SITE);
            BgpWatch.pause(Duration.ofSeconds(1));
            cut(vm);
            watch.awaitSite(CONTOSO, branch);
            awaitEvent("bfd-down", VM);
            LOG.info("event=moved outage-ms={}", outageMs(probes)); // with nft's own some 30 ms

            // BIRD noticed it too, and its session is up again once the link is.
            mend(vm);
            awaitWatched(VM, one);
            watch.awaitSite(CONTOSO, vm);

            one.birdc("disable", "site");
            watch.awaitSite(CONTOSO, branch);
            cut(branch);
            watch.awaitNothing(CONTOSO);
            awaitEvent("bfd-down", BRANCH);
            mend(branch);
            awaitWatched(BRANCH, other);
            watch.awaitSite(CONTOSO, branch);
        }
    }

    /// The next process begins anew with both, and finds nobody dead for that. What the routers
    /// make of it is theirs: BIRD 2.0 resets its session.
    @Test
    void afterARestartOfTheGatewayAllAreWatchedAgain() {
        start();
        try (Bird one = bird(vm);
                Bird other = bird(branch)) {
            awaitWatched(VM, one);
            awaitWatched(BRANCH, other);
            watch.awaitSite(CONTOSO, vm);
            tenants.lab().gateway().end("USR2");
            tenants.lab().gateway().restart();
            awaitWatched(VM, one);
            awaitWatched(BRANCH, other);
            watch.awaitSite(CONTOSO, vm);
        }
    }

    /// The longest time between two answers.
    private static long outageMs(Running probes) {
        String output = probes.await(Duration.ofSeconds(60)).output();
        Matcher answers = Pattern.compile("\\[(\\d+\\.\\d+)\\] .* bytes from").matcher(output);
        double longest = 0;
        double last = Double.NaN;
        while (answers.find()) {
            double at = Double.parseDouble(answers.group(1));
            longest = Math.max(longest, Double.isNaN(last) ? 0 : at - last);
            last = at;
        }
        assertThat(longest).as(output).isPositive();
        return Math.round(longest * 1000);
    }
}
