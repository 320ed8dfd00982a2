package io.hnvgateway.lab.netns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One run of the lab and all that must vanish with it. Thread-safe: a shutdown hook may end it
/// while the main thread still builds; from then on nothing is made any more.
public final class LabRun implements AutoCloseable {
    static final Path RUNS = Path.of("/run/hnv-lab");
    private static final Duration SWEEP_LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final String id;
    private final Path directory;
    private final Thread atExit = new Thread(this::end, "lab-cleanup");
    private final AtomicInteger outputs = new AtomicInteger();
    private boolean ended;

    private LabRun(String id) {
        this.id = id;
        this.directory = RUNS.resolve(id);
    }

    /// Removes what dead runs left and begins a new one.
    public static LabRun begin() {
        sweep(List.of());
        long pid = ProcessHandle.current().pid();
        int earlier = STARTED.getAndIncrement();
        LabRun run = new LabRun(earlier == 0 ? Long.toString(pid) : pid + "." + earlier);
        Runtime.getRuntime().addShutdownHook(run.atExit);
        try {
            Files.createDirectories(run.directory);
            Files.writeString(run.directory.resolve("started"), startTimeTicks() + "\n");
            Files.writeString(run.directory.resolve("owner"), pid + "\n");
        } catch (IOException e) {
            throw new LabException("cannot write " + run.directory + " (are you root?)", e);
        }
        return run;
    }

    public Path directory() {
        return directory;
    }

    /// Makes a namespace `hnv-<id>-<role>` with its loopback up and without IPv6 chatter.
    public Namespace namespace(String role) {
        Namespace namespace = new Namespace(this, "hnv-" + id + "-" + role);
        synchronized (this) {
            refuseAfterEnd();
            record(namespace.name());
            runOutside("ip", "netns", "add", namespace.name());
        }
        namespace.ip("link", "set", "lo", "up");
        namespace.must(
                "sysctl",
                "-qw",
                "net.ipv6.conf.all.disable_ipv6=1",
                "net.ipv6.conf.default.disable_ipv6=1",
                "net.ipv4.conf.all.arp_ignore=1",
                "net.ipv4.conf.all.rp_filter=0");
        return namespace;
    }

    /// Makes many namespaces at once, as the kernel gives them: nothing in them is set up.
    public List<Namespace> namespaces(List<String> roles) {
        List<Namespace> made =
                roles.stream().map(role -> new Namespace(this, "hnv-" + id + "-" + role)).toList();
        Path batch = directory.resolve("namespaces-" + roles.getFirst());
        synchronized (this) {
            refuseAfterEnd();
            made.forEach(namespace -> record(namespace.name()));
            try {
                Files.write(
                        batch,
                        made.stream().map(namespace -> "netns add " + namespace.name()).toList());
            } catch (IOException e) {
                throw new LabException("cannot write " + batch, e);
            }
            runOutside("ip", "-batch", batch.toString());
        }
        return made;
    }

    /// A namespace that a program of the run may make goes with the run.
    public void expectNamespace(String name) {
        record(name);
    }

    /// Starts a program; its standard output and error go to `<label>.<n>.log`.
    Running start(String label, List<String> command) {
        Path output = directory.resolve(label + "." + outputs.incrementAndGet() + ".log");
        synchronized (this) {
            refuseAfterEnd();
            try {
                return new Running(
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectOutput(output.toFile())
                                .start(),
                        output);
            } catch (IOException e) {
                throw new LabException("cannot start " + String.join(" ", command), e);
            }
        }
    }

    /// Starts a program that is spoken with; its standard error goes to `<label>.<n>.log`.
    Dialogue converse(String label, List<String> command) {
        Path errors = directory.resolve(label + "." + outputs.incrementAndGet() + ".log");
        synchronized (this) {
            refuseAfterEnd();
            try {
                return new Dialogue(
                        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
            } catch (IOException e) {
                throw new LabException("cannot start " + String.join(" ", command), e);
            }
        }
    }

    /// Runs a program in the host's own namespace; it must succeed.
    Result runOutside(String... command) {
        return Namespace.checked(start("host", List.of(command)), List.of(command));
    }

    /// A file of the class path, copied into the run's directory.
    public Path resource(Class<?> owner, String name) {
        Path target = directory.resolve(name);
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new LabException("no resource " + name + " beside " + owner.getName());
            }
            Files.write(target, in.readAllBytes());
            return target;
        } catch (IOException e) {
            throw new LabException("cannot copy " + name, e);
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The machine is shutting down and the hook has done, or waits for, the same.
        }
    }

    private synchronized void end() {
        if (!ended) {
            ended = true;
            sweep(List.of(directory.toString()));
        }
    }

    private void refuseAfterEnd() {
        if (ended) {
            throw new LabException("the lab has ended");
        }
    }

    private void record(String namespace) {
        try {
            Files.writeString(
                    directory.resolve("namespaces"),
                    namespace + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new LabException("cannot record " + namespace, e);
        }
    }

    /// The kernel's start time of this process (`proc(5)`, field 22): a reused id differs in it.
    private static String startTimeTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return fields.get(19);
    }

    private static void sweep(List<String> arguments) {
        try (InputStream script = LabRun.class.getResourceAsStream("sweep.sh")) {
            List<String> command = new ArrayList<>(List.of("bash", "-s", "--"));
            command.addAll(arguments);
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (var in = process.getOutputStream()) {
                in.write(java.util.Objects.requireNonNull(script).readAllBytes());
            }
            if (!process.waitFor(SWEEP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LabException("cleaning up took longer than " + SWEEP_LIMIT);
            }
        } catch (IOException e) {
            throw new LabException("cannot clean up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while cleaning up", e);
        }
    }
}
