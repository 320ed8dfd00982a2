package io.hnvgateway.benchmarks.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.BRANCH;
import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;

import io.hnvgateway.benchmarks.Results;
import io.hnvgateway.lab.bgp.Bird;
import io.hnvgateway.lab.bgp.RoutedTenants;
import io.hnvgateway.lab.bgp.RouterSite;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.traffic.Ping;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A tenant's router that falls silent, watched by BFD every 100 ms, three in a row: how long its
/// traffic finds no answer until it has moved to the other router.
public final class DeadPeerBench {
    public static final int FAILURES = 20;
    public static final int QUICK_FAILURES = 3;

    private static final String WATCHED =
            "protocol bfd { interface \"*\" { interval 100 ms; multiplier 3; };"
                    + " multihop { interval 100 ms; multiplier 3; }; }\n";
    private static final String PROBE_SECONDS = "0.005";
    private static final String PROBES = "500";
    private static final Duration BEFORE = Duration.ofMillis(700);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final int failures;
    private final BgpRows rows;

    public DeadPeerBench(int failures, PrintStream out, Results results) {
        this.failures = failures;
        rows = new BgpRows(out, results);
    }

    public void run() {
        try (RoutedTenants tenants = new RoutedTenants()) {
            tenants.router(CONTOSO).put("multipath", 1);
            tenants.peer(CONTOSO, VM).put("multihop", 2).putObject("bfd");
            tenants.peer(CONTOSO, BRANCH).putObject("bfd");
            tenants.start(new Forwarding("xdp", "xdp", 2));
            RouterSite vm = tenants.site(CONTOSO, VM);
            try (Bird one = bird(tenants, vm);
                    Bird other = bird(tenants, tenants.site(CONTOSO, BRANCH))) {
                List<Double> pauses = new ArrayList<>();
                for (int i = 0; i < failures; i++) {
                    awaitWatched(one);
                    awaitWatched(other);
                    awaitServer(tenants, vm.name());
                    pauses.add(pause(tenants, vm));
                    vm.mend();
                }
                rows.addAll("dead-peer", BgpRows.load(1, 1), pauses, "ms");
            }
        }
    }

    private static Bird bird(RoutedTenants tenants, RouterSite site) {
        return new Bird(
                tenants.lab().run(),
                site.station().namespace(),
                site.name(),
                RoutedTenants.configuration(
                        site, "bfd on;", WATCHED + Bird.routes("site", "ipv4", SITE_NET)));
    }

    private static double pause(RoutedTenants tenants, RouterSite vm) {
        Running probes =
                tenants.web(CONTOSO)
                        .namespace()
                        .start("ping", "-n", "-D", "-i", PROBE_SECONDS, "-c", PROBES, SITE);
        Routers.pause(BEFORE.toMillis());
        vm.cut();
        return Ping.longestPause(probes.await(LIMIT).output()).toNanos() / 1e6;
    }

    private static void awaitWatched(Bird bird) {
        await(() -> bird.isUp() && bird.birdc("show", "bfd", "sessions").contains(" Up "));
    }

    private static void awaitServer(RoutedTenants tenants, String name) {
        await(() -> tenants.web(CONTOSO).whoAmI("http://" + SITE).server().equals(name));
    }

    private static void await(BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > LIMIT.toNanos()) {
                throw new LabException("routers and gateway do not come together");
            }
            Routers.pause(20);
        }
    }
}
