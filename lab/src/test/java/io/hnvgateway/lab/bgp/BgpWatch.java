package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.hnvgateway.lab.gateway.Gateway;
import io.hnvgateway.lab.traffic.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// What `hnvctl` and tenants' VMs see of a [RoutedTenants].
final class BgpWatch {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SITE_URL = "http://" + RoutedTenants.SITE;

    private final RoutedTenants tenants;

    BgpWatch(RoutedTenants tenants) {
        this.tenants = tenants;
    }

    /// What `hnvctl show TOPIC` says of a tenant.
    JsonNode rows(String tenant, String... topic) {
        List<String> command = new ArrayList<>(List.of("show"));
        command.addAll(List.of(topic));
        command.addAll(List.of("--tenant=" + tenant, "--json"));
        String output = tenants.lab().gateway().control(command.toArray(String[]::new)).output();
        try {
            return JSON.readTree(output);
        } catch (IOException e) {
            throw new AssertionError(output, e);
        }
    }

    String routes(String tenant) {
        return tenants.lab().gateway().control("show", "routes", "--tenant=" + tenant).output();
    }

    /// The row of a peer; a missing node as long as there is none.
    JsonNode peer(String tenant, String name) {
        for (JsonNode row : rows(tenant, "bgp")) {
            if (row.path("peer").asText().equals(name)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    String state(String tenant, String peer) {
        return peer(tenant, peer).path("state").asText();
    }

    void awaitState(String tenant, String peer, String state) {
        await(
                "%s of %s is %s".formatted(peer, tenant, state),
                () -> state(tenant, peer).equals(state));
    }

    void awaitUp(String tenant, String peer) {
        awaitState(tenant, peer, "up");
    }

    /// Which router answers a VM of the tenant from [RoutedTenants#SITE]; empty: none.
    String sees(String tenant) {
        Seen seen = tenants.web(tenant).whoAmI(SITE_URL);
        return seen.server();
    }

    /// Waits until the tenant's traffic goes there.
    void awaitSite(String tenant, RouterSite site) {
        await(
                "%s reaches %s".formatted(tenant, site.name()),
                () -> sees(tenant).equals(site.name()));
    }

    /// Waits until it goes to none.
    void awaitNothing(String tenant) {
        await("%s reaches no site".formatted(tenant), () -> sees(tenant).isEmpty());
    }

    /// Waits until none of the tenant's routes is to this prefix.
    void awaitNoRoute(String tenant, String prefix) {
        await(
                "%s has no route to %s".formatted(tenant, prefix),
                () -> !routes(tenant).contains(prefix));
    }

    /// Waits until the gateway has told it of a peer: `up`, `malformed`, …
    void awaitEvent(String event, String tenant, String peer) {
        await(
                "%s of %s of %s".formatted(event, peer, tenant),
                () -> !events(event, tenant, peer).isEmpty());
    }

    /// What the gateway told of a peer until now, as lines of its log.
    List<String> events(String event, String tenant, String peer) {
        String begin = "event=bgp-%s network=%s peer=%s ".formatted(event, tenant, peer);
        return tenants.lab().gateway().log().lines().filter(l -> l.contains(begin)).toList();
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as(() -> "waiting until " + what + "\n" + logs())
                    .isNegative();
            pause(Duration.ofMillis(50));
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Of the gateway and of its speakers.
    String logs() {
        StringBuilder all = new StringBuilder();
        for (String topic : List.of("bgp", "routes", "drops")) {
            all.append(tenants.lab().gateway().control("show", topic).output());
        }
        all.append(tenants.lab().gateway().log());
        return all.append(speakerFiles(tenants.lab().gateway())).toString();
    }

    /// What a gateway's speakers wrote, and what they were told.
    static String speakerFiles(Gateway gateway) {
        StringBuilder all = new StringBuilder();
        Path directory = gateway.speakers();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(BgpWatch::isText).toList()) {
                all.append('\n').append(file).append(":\n").append(Files.readString(file));
            }
        } catch (IOException e) {
            all.append("no files of speakers: ").append(e);
        }
        return all.toString();
    }

    private static boolean isText(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".log") || name.endsWith(".out") || name.endsWith(".conf");
    }

    /// Where the speakers have their files.
    Path speakers() {
        return tenants.lab().gateway().speakers();
    }
}
