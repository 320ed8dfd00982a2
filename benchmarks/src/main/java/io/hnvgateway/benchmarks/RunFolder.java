package io.hnvgateway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The namespaces and processes of one run, and the folder that names them, so that `./hnv` can
/// sweep them should this process be killed (`scripts/sweep.sh` describes the folder).
public final class RunFolder implements AutoCloseable {
    private static final Path RUNS = Path.of("/run/hnv-lab");

    private final String name = "hnvb" + ProcessHandle.current().pid();
    private final Path folder = RUNS.resolve(name);
    private final Deque<Process> processes = new ArrayDeque<>();
    private final List<Namespace> namespaces = new ArrayList<>();

    public RunFolder() throws IOException {
        Files.createDirectories(folder);
        note("owner", Long.toString(ProcessHandle.current().pid()));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "bench-cleanup"));
    }

    /// For files that live as long as the run.
    public Path path(String file) {
        return folder.resolve(file);
    }

    /// Makes a network namespace without IPv6, so that nobody sends unasked.
    public synchronized Namespace namespace(String role) throws IOException, InterruptedException {
        Namespace namespace = new Namespace(name + "-" + role);
        note("namespaces", namespace.name());
        namespaces.add(namespace);
        namespace.create();
        return namespace;
    }

    /// Starts a program that runs until the end of the run; it writes into `role.log`.
    public synchronized Process start(String role, List<String> words) throws IOException {
        Process process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(path(role + ".log").toFile())
                        .start();
        processes.push(process);
        note("pids", Long.toString(process.pid()));
        return process;
    }

    private void note(String file, String line) throws IOException {
        Files.writeString(
                path(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Idempotent; goes on past what fails, since the sweep comes after it.
    @Override
    public synchronized void close() {
        processes.forEach(RunFolder::end);
        processes.clear();
        namespaces.forEach(Namespace::delete);
        namespaces.clear();
        deleteFolder();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            Files.deleteIfExists(RUNS);
        } catch (IOException e) {
            // Another run's folder, or a file that came meanwhile: the sweep's business.
        }
    }
}
