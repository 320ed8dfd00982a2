package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.speaker.BridgeProgram;
import io.hnvgateway.bgp.speaker.Speaker;
import io.hnvgateway.bgp.speaker.SpeakerHost;
import io.hnvgateway.bgp.speaker.SpeakerListener;
import io.hnvgateway.bgp.speaker.SpeakerNamespace;
import io.hnvgateway.bgp.speaker.SpeakerProcesses;
import io.hnvgateway.bgp.speaker.Speakers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The speakers of this gateway: their namespace is made and their processes begin with the first
/// peer, outlive a gateway that another one follows, and end with the last.
public final class TenantSpeakers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TenantSpeakers.class);
    private static final Path EXABGP = Path.of("/usr/sbin/exabgp");
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final long AGAIN_SECONDS = 5;

    private final String name;
    private final SpeakerProcesses processes;
    private final BooleanSupplier followed;
    private final Speakers speakers;
    private final ScheduledExecutorService maker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("bgp-namespace").factory());

    /// Of the thread that makes it.
    private @Nullable SpeakerNamespace namespace;

    private String lastFault = "";

    /// @param directory of the speakers' files, this gateway's alone
    /// @param followed asked at the end: whether another gateway follows at once
    public TenantSpeakers(Path directory, BooleanSupplier followed, SpeakerListener listener) {
        this.followed = followed;
        name = "hnv-bgp-" + Long.toHexString(sum(directory));
        processes =
                new SpeakerProcesses(
                        directory, EXABGP, NAMESPACES.resolve(name), BridgeProgram.ofThisProcess());
        speakers = new Speakers(new OnDemand(), listener);
    }

    /// What all networks exchange, and what was learned by the process before.
    ///
    /// @param runtimeDirectory empty: nothing is kept
    public static TenantRouting routing(Optional<Path> runtimeDirectory) {
        return new TenantRouting(
                System::nanoTime,
                new SecureRandom().nextLong(),
                new LearnedFiles(runtimeDirectory, LearnedFiles.PREFIX));
    }

    /// Where the speakers of a gateway have their files.
    public static Path directory(Path controlSocket) {
        return controlSocket.toAbsolutePath().resolveSibling("checkpoint-bgp-speakers");
    }

    /// Gateways in several namespaces share the names of namespaces.
    private static long sum(Path directory) {
        CRC32 sum = new CRC32();
        sum.update(directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    public Speaker speaker() {
        return speakers;
    }

    private final class OnDemand implements SpeakerHost {
        @Override
        public Path socket(int shard) {
            return processes.socket(shard);
        }

        @Override
        public void need(int shard) {
            maker.execute(() -> begin(shard));
        }

        @Override
        public void release(int shard) {
            processes.release(shard);
        }
    }

    private void begin(int shard) {
        try {
            if (namespace == null) {
                namespace = SpeakerNamespace.make(name);
            }
            lastFault = "";
            processes.need(shard);
        } catch (IOException fault) {
            String reason = String.valueOf(fault.getMessage());
            if (!reason.equals(lastFault)) {
                lastFault = reason;
                LOG.error("event=bgp-namespace-failed name={} reason=\"{}\"", name, reason);
            }
            var _ = maker.schedule(() -> begin(shard), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        speakers.close();
        maker.shutdownNow();
        if (followed.getAsBoolean()) {
            processes.close();
            return;
        }
        processes.endAll();
        processes.close();
        SpeakerNamespace made = namespace;
        if (made != null) {
            try {
                made.remove();
            } catch (IOException fault) {
                LOG.warn("event=bgp-namespace-left name={} reason=\"{}\"", name, fault.toString());
            }
        }
    }
}
