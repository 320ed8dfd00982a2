package io.hnvgateway.bgp.speaker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shards' processes: started when needed, again when they end, with a pause that grows.
/// Everything is done on the thread `bgp-processes`.
public final class SpeakerProcesses implements SpeakerHost, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpeakerProcesses.class);
    private static final long LOOK_MS = 100;
    private static final long END_LIMIT_SECONDS = 15;

    private final SpeakerFiles files;
    private final Map<Integer, SpeakerProcess> shards = new TreeMap<>();
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("bgp-processes").factory());

    /// @param directory for the shards' files; of this gateway alone
    /// @param exabgp its program
    /// @param namespace the speakers' network namespace
    public SpeakerProcesses(Path directory, Path exabgp, Path namespace, BridgeProgram bridge) {
        this.files = new SpeakerFiles(directory, exabgp, namespace, bridge);
        var _ =
                thread.scheduleWithFixedDelay(
                        this::keepAll, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public Path socket(int shard) {
        return files.socket(shard);
    }

    @Override
    public void need(int shard) {
        thread.execute(() -> {
            shards.computeIfAbsent(shard, key -> new SpeakerProcess(files, key));
            keepAll();
        });
    }

    @Override
    public void release(int shard) {
        thread.execute(() -> end(shard));
    }

    private void keepAll() {
        try {
            shards.values().forEach(shard -> shard.keep(System.nanoTime()));
        } catch (RuntimeException e) {
            LOG.error("a fault in keeping speakers", e);
        }
    }

    private void end(int number) {
        SpeakerProcess shard = shards.remove(number);
        if (shard != null) {
            shard.end();
        }
    }

    /// Ends all of them: the gateway is not to come back soon.
    public void endAll() {
        thread.execute(() -> List.copyOf(shards.keySet()).forEach(this::end));
    }

    /// Ends those of a gateway before, which nobody needs any more.
    ///
    /// @return whether there were any
    public static boolean endLeft(Path directory, Path exabgp, Path namespace, BridgeProgram bridge)
            throws IOException {
        SpeakerFiles files = new SpeakerFiles(directory, exabgp, namespace, bridge);
        List<Integer> left = files.shards();
        left.forEach(shard -> new SpeakerProcess(files, shard).end());
        return !left.isEmpty();
    }

    /// Leaves them as they are.
    @Override
    public void close() {
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        thread.shutdown();
        try {
            var _ = thread.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
