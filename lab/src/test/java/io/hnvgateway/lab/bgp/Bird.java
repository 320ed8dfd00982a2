package io.hnvgateway.lab.bgp;

import io.hnvgateway.bgp.speaker.Aliases;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A BIRD with one session, as a tenant's router has it.
final class Bird implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Namespace namespace;
    private final Path control;
    private final Running process;

    /// @param more lines of its configuration, as static routes
    /// @param options lines of its protocol
    Bird(SpeakerScene scene, int number, boolean ipv4, String options, String more) {
        namespace = scene.routers;
        Path directory = scene.run.directory();
        control = directory.resolve("bird-" + number + ".ctl");
        Path file = directory.resolve("bird-" + number + ".conf");
        try {
            Files.writeString(
                    file,
                    """
                    router id 192.0.2.%d;
                    protocol device {}
                    %s
                    protocol bgp p {
                      local %s as 65001;
                      neighbor %s as 65000;
                      multihop;
                      strict bind yes;
                      hold time 30;
                      connect retry time 1;
                      error wait time 1, 2;
                      connect delay time 1;
                      ipv4 { import all; export all; %s };
                      ipv6 { import all; export all; %s };
                      %s
                    }
                    """
                            .formatted(
                                    number,
                                    more,
                                    Aliases.peer(number, ipv4),
                                    Aliases.local(number, ipv4),
                                    ipv4 ? "" : "next hop address 192.0.2.77;",
                                    ipv4 ? "next hop address 2001:db8::77;" : "",
                                    options));
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
        process =
                namespace.start(
                        "bird",
                        "-f",
                        "-c",
                        file.toString(),
                        "-s",
                        control.toString(),
                        "-P",
                        control + ".pid");
    }

    Bird(SpeakerScene scene, int number, String more) {
        this(scene, number, true, "", more);
    }

    static String routes(String name, String family, String... prefixes) {
        return "protocol static %s { %s; %s }\n"
                .formatted(
                        name,
                        family,
                        String.join(
                                " ",
                                IntStream.range(0, prefixes.length)
                                        .mapToObj(i -> "route " + prefixes[i] + " blackhole;")
                                        .toList()));
    }

    /// As many prefixes with equal attributes, from 100.64.0.0/24 on.
    static String manyRoutes(int count) {
        return "protocol static many { ipv4; "
                + IntStream.range(0, count)
                        .mapToObj(i ->
                                "route 100.%d.%d.%d/32 blackhole;"
                                        .formatted(64 + (i >> 16), (i >> 8) & 0xff, i & 0xff))
                        .collect(Collectors.joining(" "))
                + " }\n";
    }

    String birdc(String... command) {
        String[] all = new String[command.length + 3];
        all[0] = "birdc";
        all[1] = "-s";
        all[2] = control.toString();
        System.arraycopy(command, 0, all, 3, command.length);
        return namespace.run(LIMIT, all).output();
    }

    boolean isUp() {
        return birdc("show", "protocols", "p").contains("Established");
    }

    /// Since when the session is what it is.
    String since() {
        return birdc("show", "protocols", "p")
                .lines()
                .filter(line -> line.startsWith("p "))
                .findFirst()
                .orElse("");
    }

    String route(String prefix) {
        return birdc("show", "route", "for", prefix, "protocol", "p", "all");
    }

    boolean has(String prefix) {
        return route(prefix).contains(prefix);
    }

    @Override
    public void close() {
        process.close();
    }
}
