package io.hnvgateway.bgp.speaker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One ExaBGP. It outlives this process and is found again by the file that names it, with its
/// start time: a reused id differs in it. Of one thread, which may wait here.
final class SpeakerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(SpeakerProcess.class);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long FIRST_PAUSE_NS = SECOND_NS / 5;
    private static final long LONGEST_PAUSE_NS = 30 * SECOND_NS;

    /// So long it ran well.
    private static final long STEADY_NS = 60 * SECOND_NS;

    private static final long END_SECONDS = 5;

    /// ExaBGP starts a bridge again at once, but not after it has read a file with a fault.
    private static final long WITHOUT_BRIDGE_NS = 5 * SECOND_NS;

    private final SpeakerFiles files;
    private final int shard;
    private @Nullable ProcessHandle process;
    private long startedAtNs;
    private long notBeforeNs;
    private long pauseNs = FIRST_PAUSE_NS;
    private long lookedAtNs;
    private long bridgeSeenNs;

    SpeakerProcess(SpeakerFiles files, int shard) {
        this.files = files;
        this.shard = shard;
    }

    /// Finds it, or starts it unless it has just ended. Called again and again.
    void keep(long nowNs) {
        ProcessHandle known = process;
        if (known != null && known.isAlive()) {
            endWithoutBridge(known, nowNs);
            return;
        }
        if (known != null) {
            ended(nowNs);
        }
        if (nowNs - notBeforeNs < 0) {
            return;
        }
        try {
            bridgeSeenNs = nowNs;
            lookedAtNs = nowNs;
            process = running().orElse(null);
            if (process == null) {
                start(nowNs);
            } else {
                LOG.info("event=speaker-found shard={} pid={}", shard, process.pid());
            }
        } catch (IOException e) {
            notBeforeNs = nowNs + nextPause();
            LOG.error("the speaker of shard {} cannot be started: {}", shard, e.getMessage());
        }
    }

    private void endWithoutBridge(ProcessHandle known, long nowNs) {
        if (nowNs - lookedAtNs < SECOND_NS) {
            return;
        }
        lookedAtNs = nowNs;
        if (hasChild(known.pid())) {
            bridgeSeenNs = nowNs;
        } else if (nowNs - bridgeSeenNs > WITHOUT_BRIDGE_NS) {
            LOG.error("the speaker of shard {} starts no bridge: it is ended", shard);
            known.destroyForcibly();
        }
    }

    private static boolean hasChild(long pid) {
        String id = Long.toString(pid);
        try {
            return !Files.readString(Path.of("/proc", id, "task", id, "children")).isBlank();
        } catch (IOException e) {
            return true; // it has just ended, or this kernel does not tell
        }
    }

    private void ended(long nowNs) {
        process = null;
        if (nowNs - startedAtNs > STEADY_NS) {
            pauseNs = FIRST_PAUSE_NS;
        }
        notBeforeNs = nowNs + nextPause();
        LOG.error(
                "the speaker of shard {} has ended; its last words: {}",
                shard,
                files.lastWords(shard));
    }

    private long nextPause() {
        long pause = pauseNs;
        pauseNs = Math.min(LONGEST_PAUSE_NS, 2 * pauseNs);
        return pause;
    }

    /// Begins without neighbors: sessions without our routes would tell peers that there are none.
    private void start(long nowNs) throws IOException {
        files.prepare(shard);
        ProcessBuilder builder =
                new ProcessBuilder(
                        "nsenter",
                        "--net=" + files.namespace(),
                        "setsid", // a Ctrl-C is not for it
                        ExaBgp.python(files.exabgp()),
                        "-B",
                        files.launcher(shard).toString(),
                        files.configuration(shard).toString());
        builder.environment().clear();
        builder.environment().putAll(files.environment(shard, "root"));
        builder.redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(files.output(shard).toFile());
        Process started = builder.start();
        startedAtNs = nowNs;
        process = started.toHandle();
        remember(process);
        LOG.info("event=speaker-started shard={} pid={}", shard, started.pid());
    }

    private void remember(ProcessHandle handle) throws IOException {
        Path early = files.pid(shard).resolveSibling(files.pid(shard).getFileName() + ".new");
        Files.writeString(early, handle.pid() + " " + startOf(handle) + "\n");
        Files.move(early, files.pid(shard), StandardCopyOption.ATOMIC_MOVE);
    }

    private Optional<ProcessHandle> running() throws IOException {
        Path file = files.pid(shard);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> words = List.of(Files.readString(file).strip().split(" ", -1));
        if (words.size() != 2 || !words.getFirst().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(words.getFirst()))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> startOf(handle).equals(words.get(1)));
    }

    private static String startOf(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(String::valueOf)
                .orElse("?");
    }

    /// Asks it to end, then ends it; its files go.
    void end() {
        try {
            ProcessHandle last = process != null ? process : running().orElse(null);
            process = null;
            if (last != null) {
                last.destroy();
                await(last);
            }
            files.remove(shard);
        } catch (IOException e) {
            LOG.error("files of shard {} stay: {}", shard, e.getMessage());
        }
    }

    private static void await(ProcessHandle handle) {
        try {
            handle.onExit().get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handle.destroyForcibly();
        } catch (ExecutionException | TimeoutException e) {
            handle.destroyForcibly();
        }
    }
}
