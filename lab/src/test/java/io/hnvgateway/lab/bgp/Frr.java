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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// FRR's `bgpd` alone, without zebra, with one session.
final class Frr implements Router {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Namespace namespace;
    private final RouterEnd end;
    private final String name;
    private final Path file;
    private final Path pid;
    private Running process;

    /// @param prefixes of IPv4 that it announces whenever it starts
    Frr(RouterEnd end, String... prefixes) {
        this.end = end;
        namespace = end.namespace();
        Path directory = end.run().directory();
        name = (directory.getFileName() + "-" + end.name()).replace('.', '-');
        file = directory.resolve("frr-" + end.name() + ".conf");
        pid = directory.resolve("frr-" + end.name() + ".pid");
        try {
            // The route-map first: one that follows its neighbour is read 5 s later; until then FRR
            // withholds every route, and says End-of-RIB all the same.
            Files.writeString(
                    file,
                    """
                    route-map out permit 10
                     set community 65001:7
                     set large-community 65001:1:4294967295
                     set ipv6 next-hop global 2001:db8::77
                    router bgp %1$d
                     bgp router-id %2$s
                     no bgp ebgp-requires-policy
                     no bgp network import-check
                     no bgp default ipv4-unicast
                     bgp graceful-restart
                     bgp graceful-restart preserve-fw-state
                     neighbor %3$s remote-as %4$d
                     neighbor %3$s ebgp-multihop 64
                     neighbor %3$s update-source %2$s
                     neighbor %3$s timers 10 30
                     neighbor %3$s timers connect 1
                     neighbor %3$s advertisement-interval 0
                     address-family ipv4 unicast
                      neighbor %3$s activate
                      neighbor %3$s route-map out out
                      %5$s
                     exit-address-family
                     address-family ipv6 unicast
                      neighbor %3$s activate
                      neighbor %3$s route-map out out
                     exit-address-family
                    """
                            .formatted(
                                    end.as(),
                                    end.address(),
                                    end.other(),
                                    end.otherAs(),
                                    Stream.of(prefixes)
                                            .map(prefix -> "network " + prefix)
                                            .collect(Collectors.joining("\n"))));
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
                end.address(),
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
                "router bgp " + end.as(),
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
        vtysh("configure terminal", "router bgp " + end.as(), "bgp shutdown");
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
