package io.hnvgateway.lab.bgp;

import static io.hnvgateway.lab.bgp.RoutedTenants.CONTOSO;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE;
import static io.hnvgateway.lab.bgp.RoutedTenants.SITE_NET;
import static io.hnvgateway.lab.bgp.RoutedTenants.VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.bgp.TenantSpeakers;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.HostDrops;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.stream.Datagrams;
import io.hnvgateway.lab.stream.Stream;
import io.hnvgateway.lab.stream.StreamReport;
import io.hnvgateway.lab.stream.StreamRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A learned route carries numbered datagrams while each part of BGP ends in turn.
@Tag("net")
class RoutesOutliveNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PORT = 7500;
    private static final int PACKETS_A_SECOND = 100;

    private final RoutedTenants tenants = new RoutedTenants();
    private final BgpWatch watch = new BgpWatch(tenants);
    private final RouterSite site = tenants.site(CONTOSO, VM);

    @AfterEach
    void close() {
        tenants.close();
    }

    @Test
    void theSpeakerTheBridgeAndTheGatewayEndWhileALearnedRouteCarriesOn() {
        tenants.start(new Forwarding("xdp", "xdp", 1));
        // What the router answers comes from the address behind it.
        site.station()
                .namespace()
                .ip("route", "replace", "10.0.0.0/24", "dev", "eth0", "src", SITE);
        try (Bird bird = tenants.bird(site, Bird.routes("site", "ipv4", SITE_NET))) {
            watch.awaitSite(CONTOSO, site);
            long before = hostDrops();
            StreamReport report;
            try (StreamRun run = StreamRun.start(tenants.lab().directory(), List.of(stream()))) {
                run.awaitProgress(LIMIT);

                end(speaker());
                awaitAnotherSession(run);
                end(bridge());
                awaitAgreed(run);
                tenants.lab().gateway().kill();
                tenants.lab().gateway().restart();
                awaitAgreed(run);
                tenants.lab().gateway().end("USR2");
                tenants.lab().gateway().restart();
                awaitAgreed(run);
                report = run.finish();
            }
            long dropped = hostDrops() - before;
            long lost =
                    report.datagrams().values().stream().mapToLong(Datagrams::lostOnTheWay).sum();
            assertThat(lost)
                    .as("%s; the machine itself dropped %d", report.datagrams(), dropped)
                    .isLessThanOrEqualTo(dropped);

            // What is withdrawn while nobody listens is gone when both have spoken again.
            tenants.lab().gateway().kill();
            bird.birdc("disable", "site");
            tenants.lab().gateway().restart();
            watch.awaitNothing(CONTOSO);
            watch.awaitUp(CONTOSO, VM);
            watch.awaitNoRoute(CONTOSO, SITE_NET);

            // A gateway that comes back without any peer ends what stands.
            ProcessHandle left = speaker();
            assertThat(namespace()).exists();
            tenants.lab().gateway().kill();
            tenants.lab().gateway().forgetDesiredState();
            tenants.lab().gateway().restart();
            watch.await("the speaker has ended", () -> !left.isAlive());
            watch.await("its namespace is gone", () -> !Files.exists(namespace()));
        }
    }

    private Stream stream() {
        return new Stream(
                "learned",
                Stream.Kind.DATAGRAMS,
                tenants.web(CONTOSO).namespace(),
                SITE,
                PORT,
                site.station().namespace(),
                PORT,
                PACKETS_A_SECOND);
    }

    /// ExaBGP has ended: its session too, and another one follows.
    private void awaitAnotherSession(StreamRun run) {
        watch.await("the gateway has noticed", () -> !watch.state(CONTOSO, VM).equals("up"));
        assertThat(watch.routes(CONTOSO)).as("held").contains(SITE_NET);
        awaitAgreed(run);
    }

    /// The session stands, its routes are said again, and traffic goes on by them.
    private void awaitAgreed(StreamRun run) {
        watch.awaitUp(CONTOSO, VM);
        watch.await(
                "nothing is stale",
                () ->
                        watch.peer(CONTOSO, VM).path("stale").asInt(-1) == 0
                                && watch.peer(CONTOSO, VM).path("accepted").asInt() == 1);
        assertThat(watch.routes(CONTOSO)).contains(SITE_NET);
        run.awaitProgress(LIMIT);
    }

    private Path namespace() {
        return Path.of("/run/netns", TenantSpeakers.namespace(watch.speakers()));
    }

    private ProcessHandle speaker() {
        try {
            String words =
                    Files.readString(tenants.lab().gateway().speakers().resolve("shard-0.pid"));
            long pid = Long.parseLong(words.substring(0, words.indexOf(' ')));
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ProcessHandle bridge() {
        return speaker().children().findFirst().orElseThrow();
    }

    private static void end(ProcessHandle process) {
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().join();
    }

    private long hostDrops() {
        LabNetwork lab = tenants.lab();
        List<Namespace> switches =
                List.of(lab.tenants().host1().namespace(), lab.tenants().host2().namespace());
        return new HostDrops(
                        switches,
                        List.of(
                                switches.getFirst(),
                                switches.getLast(),
                                lab.gatewayNamespace(),
                                lab.tenants().provider().ethernet().namespace(),
                                tenants.web(CONTOSO).namespace(),
                                site.station().namespace()))
                .count();
    }
}
