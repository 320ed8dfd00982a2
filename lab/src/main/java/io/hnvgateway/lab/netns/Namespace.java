package io.hnvgateway.lab.netns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A network namespace and what can be done in it.
public final class Namespace {
    private static final Duration SETUP_LIMIT = Duration.ofSeconds(60);

    private final LabRun run;
    private final String name;

    Namespace(LabRun run, String name) {
        this.run = run;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// Runs a program to its end, or for as long as it may take.
    public Result run(Duration limit, String... command) {
        return start(command).await(limit);
    }

    /// Starts a program and returns at once. Its process id is the program's own.
    public Running start(String... command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(List.of(command));
        return run.start(label(command[0]), inside);
    }

    /// Starts a program that is spoken with.
    public Dialogue converse(List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(command);
        return run.converse(label(command.getFirst()), inside);
    }

    /// Runs a program of the lab's own making; it must succeed.
    public Result must(String... command) {
        return checked(start(command), List.of(command));
    }

    /// Runs `ip` on this namespace.
    public Result ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments));
        return checked(run.start(label("ip"), command), command);
    }

    public void address(String device, String prefix) {
        ip("address", "add", prefix, "dev", device);
    }

    /// Adds an IPv6 address, which is used at once; a namespace has no IPv6 before.
    public void ipv6Address(String device, String prefix) {
        must("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=0");
        ip("address", "add", prefix, "dev", device, "nodad");
    }

    /// The MAC address of a device.
    public String macOf(String device) {
        String[] columns =
                ip("-brief", "link", "show", "dev", device).output().strip().split("\\s+", -1);
        return columns[2];
    }

    private String label(String program) {
        return name + "-" + program.substring(program.lastIndexOf('/') + 1);
    }

    static Result checked(Running program, List<String> command) {
        Result result = program.await(SETUP_LIMIT);
        if (!result.succeeded()) {
            throw new LabException(
                    "`%s` ended with %d: %s"
                            .formatted(
                                    String.join(" ", command), result.status(), result.lastLine()));
        }
        return result;
    }
}
