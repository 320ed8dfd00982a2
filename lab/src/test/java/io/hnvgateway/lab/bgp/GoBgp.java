package io.hnvgateway.lab.bgp;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// GoBGP with one session.
final class GoBgp implements Router {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /// One to a namespace.
    private static final String API_PORT = "50051";

    private final Namespace namespace;
    private final RouterEnd end;
    private final Path file;
    private Running process;

    GoBgp(RouterEnd end) {
        this.end = end;
        namespace = end.namespace();
        file = end.run().directory().resolve("gobgp-" + end.name() + ".toml");
        try {
            Files.writeString(
                    file,
                    """
                    [global.config]
                      as = %1$d
                      router-id = "%2$s"
                      port = -1
                    [[neighbors]]
                      [neighbors.config]
                        neighbor-address = "%3$s"
                        peer-as = %4$d
                      [neighbors.transport.config]
                        local-address = "%2$s"
                      [neighbors.timers.config]
                        hold-time = 30
                        keepalive-interval = 10
                        connect-retry = 1
                        idle-hold-time-after-reset = 1
                      [neighbors.ebgp-multihop.config]
                        enabled = true
                        multihop-ttl = 64
                      [neighbors.graceful-restart.config]
                        enabled = true
                        restart-time = 120
                    """
                                    .formatted(end.as(), end.address(), end.other(), end.otherAs())
                            + family("ipv4-unicast")
                            + family("ipv6-unicast"));
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
        process = start();
    }

    private static String family(String name) {
        return """
          [[neighbors.afi-safis]]
            [neighbors.afi-safis.config]
              afi-safi-name = "%s"
            [neighbors.afi-safis.mp-graceful-restart.config]
              enabled = true
        """
                .formatted(name);
    }

    private Running start() {
        namespace.ip("link", "set", "lo", "up");
        return namespace.start(
                "gobgpd",
                "-f",
                file.toString(),
                "--api-hosts=127.0.0.1:" + API_PORT,
                "--pprof-disable");
    }

    private String gobgp(String... command) {
        List<String> all = new ArrayList<>(List.of("gobgp", "-u", "127.0.0.1", "-p", API_PORT));
        all.addAll(List.of(command));
        return namespace.run(LIMIT, all.toArray(String[]::new)).output();
    }

    private static String rib(String prefix) {
        return prefix.contains(":") ? "ipv6" : "ipv4";
    }

    @Override
    public boolean isUp() {
        return gobgp("neighbor").contains("Establ");
    }

    @Override
    public void announce(String prefix) {
        gobgp(
                "global",
                "rib",
                "-a",
                rib(prefix),
                "add",
                prefix,
                "nexthop",
                prefix.contains(":") ? "2001:db8::77" : end.address(),
                "community",
                "65001:7",
                "large-community",
                "65001:1:4294967295");
    }

    @Override
    public void withdraw(String prefix) {
        gobgp("global", "rib", "-a", rib(prefix), "del", prefix);
    }

    @Override
    public String route(String prefix) {
        return gobgp("global", "rib", "-a", rib(prefix), prefix);
    }

    @Override
    public void shutdown() {
        gobgp("neighbor", end.other(), "shutdown", "maintenance");
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void restart() {
        process = start();
    }

    @Override
    public void close() {
        process.close();
    }
}
