package io.hnvgateway.lab.bgp;

import io.hnvgateway.bgp.speaker.Aliases;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// FRR's `bgpd` alone, without zebra, with one session.
final class Frr implements Router {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String AS = "65001";

    private final Namespace namespace;
    private final String name;
    private final Path file;
    private final Path pid;
    private final String alias;
    private Running process;

    Frr(SpeakerScene scene, int number) {
        namespace = scene.routers;
        name = (scene.run.directory().getFileName() + "-" + number).replace('.', '-');
        alias = Aliases.peer(number, true).toString();
        file = scene.run.directory().resolve("frr-" + number + ".conf");
        pid = scene.run.directory().resolve("frr-" + number + ".pid");
        try {
            Files.writeString(
                    file,
                    """
                    router bgp 65001
                     bgp router-id 192.0.2.%1$d
                     no bgp ebgp-requires-policy
                     no bgp network import-check
                     no bgp default ipv4-unicast
                     bgp graceful-restart
                     neighbor %3$s remote-as 65000
                     neighbor %3$s ebgp-multihop 64
                     neighbor %3$s update-source %2$s
                     neighbor %3$s timers 10 30
                     neighbor %3$s timers connect 1
                     neighbor %3$s advertisement-interval 0
                     address-family ipv4 unicast
                      neighbor %3$s activate
                      neighbor %3$s route-map out out
                     exit-address-family
                     address-family ipv6 unicast
                      neighbor %3$s activate
                      neighbor %3$s route-map out out
                     exit-address-family
                    route-map out permit 10
                     set community 65001:7
                     set large-community 65001:1:4294967295
                     set ipv6 next-hop global 2001:db8::77
                    """
                            .formatted(number, alias, Aliases.local(number, true)));
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
        process = start();
    }

    private Running start() {
        return namespace.start(
                "/usr/lib/frr/bgpd",
                "-N",
                name,
                "-Z",
                "-n",
                "-S",
                "--log",
                "stdout",
                "-l",
                alias,
                "-P",
                "0",
                "-i",
                pid.toString(),
                "-f",
                file.toString());
    }

    private String vtysh(String... commands) {
        List<String> all = new ArrayList<>(List.of("vtysh", "-N", name, "-d", "bgpd"));
        for (String command : commands) {
            all.add("-c");
            all.add(command);
        }
        return namespace.run(LIMIT, all.toArray(String[]::new)).output();
    }

    private static String family(String prefix) {
        return prefix.contains(":") ? "ipv6" : "ipv4";
    }

    private void network(String no, String prefix) {
        vtysh(
                "configure terminal",
                "router bgp " + AS,
                "address-family " + family(prefix) + " unicast",
                no + "network " + prefix);
    }

    @Override
    public boolean isUp() {
        return vtysh("show bgp neighbors").contains("BGP state = Established");
    }

    @Override
    public void announce(String prefix) {
        network("", prefix);
    }

    @Override
    public void withdraw(String prefix) {
        network("no ", prefix);
    }

    @Override
    public String route(String prefix) {
        return vtysh("show bgp " + family(prefix) + " unicast " + prefix);
    }

    @Override
    public void shutdown() {
        vtysh("configure terminal", "router bgp " + AS, "bgp shutdown");
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
        namespace.run(LIMIT, "rm", "-rf", "/run/frr/" + name);
    }
}
