package io.hnvgateway.lab.netns;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A program that is told lines and answers lines; its standard error goes to a file of the run's
/// directory. One thread at a time.
public final class Dialogue implements AutoCloseable {
    private static final int MOST_LINES = 1000;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Path errors;
    private final Writer toIt;

    /// Empty: it says no more.
    private final BlockingQueue<Optional<String>> said = new ArrayBlockingQueue<>(MOST_LINES);

    Dialogue(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.toIt = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().name("dialogue").start(this::listen);
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.put(Optional.of(line));
            }
            said.put(Optional.empty());
        } catch (IOException | UncheckedIOException e) {
            if (!said.offer(Optional.empty())) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void tell(String line) {
        try {
            toIt.write(line + "\n");
            toIt.flush();
        } catch (IOException e) {
            throw new LabException("it listens no more: " + errors(), e);
        }
    }

    /// Its next line.
    public String hear(Duration limit) {
        try {
            Optional<String> line = said.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new LabException("it said nothing for " + limit + ": " + errors());
            }
            return line.orElseThrow(() -> new LabException("it has ended: " + errors()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /// What it has printed besides.
    public String errors() {
        try {
            return Files.readString(errors).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /// Ends it at once (SIGKILL).
    public void kill() {
        end(process.destroyForcibly());
    }

    /// Asks it to end (SIGTERM) and waits a little.
    @Override
    public void close() {
        process.destroy();
        end(process);
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
