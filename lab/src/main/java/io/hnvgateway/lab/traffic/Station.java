package io.hnvgateway.lab.traffic;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A host that makes and answers traffic: a VM, an Internet host, a host of the data centre.
public final class Station {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Pattern HOP = Pattern.compile("(?m)^ *\\d+  (\\S+)");
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final Namespace namespace;
    private final String device;
    private final Path peer;

    /// @param peer the script `peer.py`
    public Station(String name, Namespace namespace, String device, Path peer) {
        this.name = name;
        this.namespace = namespace;
        this.device = device;
        this.peer = peer;
    }

    public String name() {
        return name;
    }

    public Namespace namespace() {
        return namespace;
    }

    /// The device that faces the network.
    public String device() {
        return device;
    }

    /// Starts the HTTP and UDP server, which serves the files of a directory.
    public Running serve(Path directory, List<String> addresses, String ports) {
        return namespace.start(
                PYTHON,
                peer.toString(),
                "serve",
                name,
                directory.toString(),
                String.join(",", addresses),
                ports);
    }

    public static void awaitReady(Running server) {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (!server.output().contains("ready")) {
            if (!server.isAlive() || System.nanoTime() - deadline > 0) {
                throw new LabException("traffic server did not start: " + server.output());
            }
            pause(Duration.ofMillis(20));
        }
    }

    /// How this station looks to an HTTP server, as "server address port", or curl's complaint.
    public Seen whoAmI(String url) {
        Result result = run(Duration.ofSeconds(6), "curl", "-sS", "-m", "4", "-f", url + "/whoami");
        return Seen.parse(result.lastLine());
    }

    /// How one UDP socket of this station looks to each target in turn.
    public List<Seen> askByUdp(String... targets) {
        List<String> command = new ArrayList<>(List.of(PYTHON, peer.toString(), "ask"));
        command.addAll(List.of(targets));
        Result result =
                run(Duration.ofSeconds(4L + 3L * targets.length), command.toArray(String[]::new));
        return result.output().lines().map(Seen::parse).toList();
    }

    /// Sends raw Ethernet frames, in hexadecimal, out of a device of any namespace.
    public void sendFrames(Namespace from, String fromDevice, List<String> frames) {
        List<String> command =
                new ArrayList<>(List.of(PYTHON, peer.toString(), "send", fromDevice));
        command.addAll(frames);
        from.must(command.toArray(String[]::new));
    }

    public Ping ping(String target, String... options) {
        List<String> command = new ArrayList<>(List.of("ping", "-n"));
        command.addAll(List.of(options));
        command.add(target);
        return Ping.parse(run(Duration.ofSeconds(12), command.toArray(String[]::new)));
    }

    /// The addresses that answered on the way to a target of either family, in order.
    ///
    /// @param probes `-U` or `-I`
    public List<String> traceroute(String target, String probes) {
        String family = target.contains(":") ? "-6" : "-4";
        String output =
                run(
                                Duration.ofSeconds(10),
                                "traceroute",
                                family,
                                "-n",
                                probes,
                                "-q",
                                "1",
                                "-N",
                                "1",
                                "-w",
                                "2",
                                "-m",
                                "3",
                                target)
                        .output();
        return HOP.matcher(output).results().map((MatchResult hop) -> hop.group(1)).toList();
    }

    /// Begins to fetch a payload.
    public Transfer download(String url, Payload payload) {
        Path copy = besides(payload, "copy");
        return new Transfer(fetch(url + "/" + payload.name(), copy), payload, copy);
    }

    /// Begins to fetch a payload whose end the server keeps back until [Transfer#finish()]: it runs
    /// for as long as something else takes.
    public Transfer longDownload(String url, Payload payload) {
        Path copy = besides(payload, "copy");
        Path release = besides(payload, "release");
        String held = "/held/" + payload.name() + "/" + release.getFileName();
        return new Transfer(fetch(url + held, copy), payload, copy, release);
    }

    private Running fetch(String url, Path copy) {
        List<String> command =
                new ArrayList<>(List.of("curl", "-sS", "-f", "--connect-timeout", "4", "-m", "40"));
        // A stall is a failure; while the end is kept back, nothing comes either.
        command.addAll(List.of("--speed-limit", "1000", "--speed-time", "20"));
        command.addAll(List.of("-o", copy.toString(), url));
        return namespace.start(command.toArray(String[]::new));
    }

    private Path besides(Payload payload, String kind) {
        return payload.file().resolveSibling(name + "-" + System.nanoTime() + "." + kind);
    }

    /// Sends a payload by HTTP; the server's SHA-256 of it, or curl's complaint.
    public String upload(String url, Payload payload) {
        return run(
                        Duration.ofSeconds(13),
                        "curl",
                        "-sS",
                        "-f",
                        "-m",
                        "12",
                        "-T",
                        payload.file().toString(),
                        url + "/upload")
                .lastLine();
    }

    public Result run(Duration limit, String... command) {
        return namespace.run(limit, command);
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
