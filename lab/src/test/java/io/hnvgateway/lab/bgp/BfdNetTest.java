package io.hnvgateway.lab.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.BRANCH;
import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;

import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.traffic.Ping;
import java.time.Duration;
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
            vm.cut();
            watch.awaitSite(CONTOSO, branch);
            watch.awaitEvent("bfd-down", CONTOSO, VM);
            Duration pause = Ping.longestPause(probes.await(Duration.ofSeconds(60)).output());
            LOG.info("event=moved outage-ms={}", pause.toMillis());

            // BIRD noticed it too, and its session is up again once the link is.
            vm.mend();
            awaitWatched(VM, one);
            watch.awaitSite(CONTOSO, vm);

            one.birdc("disable", "site");
            watch.awaitSite(CONTOSO, branch);
            branch.cut();
            watch.awaitNothing(CONTOSO);
            watch.awaitEvent("bfd-down", CONTOSO, BRANCH);
            branch.mend();
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
}
