package io.hnvgateway.lab.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A program that was started; its output goes to a file of the run's directory.
public final class Running implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Process process;
    private final Path output;

    Running(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// What it has printed so far.
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "";
        }
    }

    /// Waits for its end; ends it by force when it takes longer.
    public Result await(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Result(process.exitValue(), output());
            }
            process.destroyForcibly().waitFor();
            return new Result(Result.TIMED_OUT, output());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /// Sends it a signal, by the name that `kill` knows.
    public void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (kill.waitFor() != 0) {
                throw new LabException("process " + pid() + " takes no " + name);
            }
        } catch (IOException e) {
            throw new LabException("cannot send " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /// Ends it at once (SIGKILL).
    public void kill() {
        process.destroyForcibly();
        await(GRACE);
    }

    /// Asks it to end (SIGTERM) and waits a little.
    @Override
    public void close() {
        process.destroy();
        await(GRACE);
    }
}
