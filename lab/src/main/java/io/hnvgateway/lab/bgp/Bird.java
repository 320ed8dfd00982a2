package io.hnvgateway.lab.bgp;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A BIRD with one session, the protocol [#SESSION] of its configuration.
public final class Bird implements AutoCloseable {
    /// The name of its BGP protocol.
    public static final String SESSION = "p";

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration SAME_TIME = Duration.ofMillis(50);
    private static final Pattern STATE =
            Pattern.compile("(.*) (\\d{2}:\\d{2}:\\d{2}\\.\\d{3}) (.*)");
    private static final Pattern IMPORTED = Pattern.compile("Import updates: +(\\d+)");

    private final Namespace namespace;
    private final Path control;
    private final Path file;
    private Running process;
    private String since = "";

    /// Starts it.
    ///
    /// @param name of its files, one's own in a run
    /// @param configuration with a BGP protocol of the name [#SESSION]
    public Bird(LabRun run, Namespace namespace, String name, String configuration) {
        this.namespace = namespace;
        control = run.directory().resolve("bird-" + name + ".ctl");
        file = run.directory().resolve("bird-" + name + ".conf");
        write(configuration);
        process = start();
    }

    private void write(String configuration) {
        try {
            Files.writeString(file, configuration);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
    }

    private Running start(String... more) {
        String[] command = new String[8 + more.length];
        String[] fixed = {
            "bird", "-f", "-c", file.toString(), "-s", control.toString(), "-P", control + ".pid"
        };
        System.arraycopy(fixed, 0, command, 0, fixed.length);
        System.arraycopy(more, 0, command, fixed.length, more.length);
        return namespace.start(command);
    }

    /// A static protocol.
    ///
    /// @param family `ipv4` or `ipv6`
    public static String routes(String name, String family, String... prefixes) {
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

    /// As many host routes with equal attributes, from 100.64.0.0 on.
    public static String manyRoutes(int count) {
        return "protocol static many { ipv4; "
                + IntStream.range(0, count)
                        .mapToObj(i ->
                                "route 100.%d.%d.%d/32 blackhole;"
                                        .formatted(64 + (i >> 16), (i >> 8) & 0xff, i & 0xff))
                        .collect(Collectors.joining(" "))
                + " }\n";
    }

    /// Runs `birdc`; what it says.
    public String birdc(String... command) {
        String[] all = new String[command.length + 3];
        all[0] = "birdc";
        all[1] = "-s";
        all[2] = control.toString();
        System.arraycopy(command, 0, all, 3, command.length);
        return namespace.run(LIMIT, all).output();
    }

    /// Takes another configuration while it runs; BIRD keeps what did not change.
    public void configure(String configuration) {
        write(configuration);
        String answer = birdc("configure");
        if (!answer.contains("Reconfigur")) {
            throw new LabException("bird takes no other configuration: " + answer.strip());
        }
    }

    public boolean isUp() {
        return birdc("show", "protocols", SESSION).contains("Established");
    }

    /// Since when the session is what it is. BIRD computes the time of day whenever it is asked,
    /// now and then a millisecond beside: what is that close to what it said before is said as
    /// before.
    public String since() {
        String now =
                birdc("show", "protocols", SESSION)
                        .lines()
                        .filter(line -> line.startsWith(SESSION + " "))
                        .findFirst()
                        .orElse("");
        if (!isSameTime(since, now)) {
            since = now;
        }
        return since;
    }

    private static boolean isSameTime(String before, String now) {
        Matcher earlier = STATE.matcher(before);
        Matcher later = STATE.matcher(now);
        return earlier.matches()
                && later.matches()
                && earlier.group(1).equals(later.group(1))
                && earlier.group(3).equals(later.group(3))
                && Duration.between(
                                        LocalTime.parse(earlier.group(2)),
                                        LocalTime.parse(later.group(2)))
                                .abs()
                                .compareTo(SAME_TIME)
                        < 0;
    }

    /// How many routes it was told until now, those included that it had already.
    public long imported() {
        Matcher updates = IMPORTED.matcher(birdc("show", "protocols", "all", SESSION));
        return updates.results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
    }

    /// What it was told of a prefix, with all attributes.
    public String route(String prefix) {
        return birdc("show", "route", "for", prefix, "protocol", SESSION, "all");
    }

    public boolean has(String prefix) {
        return route(prefix).contains(prefix + " ");
    }

    /// It makes no step any more, until [#resume]; its kernel keeps the connection.
    public void suspend() {
        process.signal("STOP");
    }

    public void resume() {
        process.signal("CONT");
    }

    /// Ends it as a crash does: nobody is told.
    public void kill() {
        process.kill();
    }

    /// Starts it again after [#kill], as one that is about to restart gracefully.
    public void restart() {
        process = start("-R");
    }

    @Override
    public void close() {
        process.close();
    }
}
