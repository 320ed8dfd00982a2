package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.speaker.SpeakerNamespace;
import io.hnvgateway.dataplane.guard.ClosedDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// systemd runs the shards, `hnv-speaker@N.service`, and starts them again; a rule of polkit lets
/// the gateway's user start and stop these. The namespace is there, by
/// `hnv-speaker-namespace.service`, and stays.
final class SpeakerUnits implements SpeakerHousing {
    private static final Logger LOG = LoggerFactory.getLogger(SpeakerUnits.class);

    /// Environment: [#VALUE] has systemd run the speakers.
    static final String VARIABLE = "HNV_SPEAKERS";

    static final String VALUE = "units";
    static final String NAMESPACE = "hnv-bgp";
    static final Path DIRECTORY = Path.of("/run/hnv-speaker");
    private static final Path SYSTEMCTL = Path.of("/usr/bin/systemctl");
    private static final long LIMIT_SECONDS = 15;
    private static final int LONGEST_WORDS = 500;

    private final Path directory;
    private final Path systemctl;
    private final Set<Integer> begun = new ConcurrentSkipListSet<>();
    private final ExecutorService asking =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("bgp-units").factory());

    /// Of the thread that opens it.
    private boolean opened;

    SpeakerUnits() {
        this(DIRECTORY, SYSTEMCTL);
    }

    /// @param directory in which each shard has one named by its number
    /// @param systemctl its program
    SpeakerUnits(Path directory, Path systemctl) {
        this.directory = directory;
        this.systemctl = systemctl;
    }

    /// Stops what a gateway before left, for there is no peer any more.
    void endLeft() {
        try (Stream<Path> shards = Files.list(directory)) {
            shards.map(shard -> shard.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,3}"))
                    .forEach(name -> release(Integer.parseInt(name)));
        } catch (IOException e) {
            LOG.debug("no shard is left: {}", e.toString());
        }
        end();
    }

    @Override
    public Path socket(int shard) {
        String number = Integer.toString(shard);
        return directory.resolve(number).resolve("shard-" + number + ".sock");
    }

    @Override
    public void open() throws IOException {
        if (!opened) {
            SpeakerNamespace given = SpeakerNamespace.given(NAMESPACE);
            ClosedDevice.close(SpeakerNamespace.OUTSIDE);
            given.open();
            opened = true;
        }
    }

    @Override
    public void begin(int shard) throws IOException {
        begun.add(shard);
        Future<?> asked = asking.submit(() -> ask("start", shard)); // behind a stop before it
        try {
            asked.get();
        } catch (ExecutionException fault) {
            Throwable cause = fault.getCause();
            throw new IOException(cause == null ? fault.toString() : cause.getMessage(), fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void release(int shard) {
        begun.remove(shard);
        asking.execute(() -> stop(shard));
    }

    private void stop(int shard) {
        try {
            var _ = ask("stop", shard);
        } catch (IOException fault) {
            LOG.warn("event=bgp-speakers-left shard={} reason=\"{}\"", shard, fault.getMessage());
        }
    }

    @Override
    public void close(boolean followed) {
        if (!followed) {
            begun.forEach(this::release);
        }
        end();
    }

    private void end() {
        asking.shutdown();
        try {
            if (!asking.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=bgp-units-busy");
                asking.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return true, once it is done
    private boolean ask(String verb, int shard) throws IOException {
        String unit = "hnv-speaker@" + shard + ".service";
        ProcessBuilder command =
                new ProcessBuilder(systemctl.toString(), "--no-ask-password", verb, unit);
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            byte[] words = process.getInputStream().readNBytes(LONGEST_WORDS);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                String said = new String(words, StandardCharsets.UTF_8).strip();
                throw new IOException("systemctl %s %s: %s".formatted(verb, unit, said));
            }
            LOG.info("event=bgp-unit verb={} unit={}", verb, unit);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
