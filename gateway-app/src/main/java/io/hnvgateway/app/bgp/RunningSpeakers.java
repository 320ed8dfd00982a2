package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.speaker.BridgeProgram;
import io.hnvgateway.bgp.speaker.Speaker;
import io.hnvgateway.bgp.speaker.SpeakerHost;
import io.hnvgateway.bgp.speaker.SpeakerListener;
import io.hnvgateway.bgp.speaker.SpeakerNamespace;
import io.hnvgateway.bgp.speaker.SpeakerProcesses;
import io.hnvgateway.bgp.speaker.Speakers;
import io.hnvgateway.dataplane.guard.ClosedDevice;
import io.hnvgateway.dataplane.guard.GuardException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The speakers once there is a peer: gRPC, threads, the namespace and the shards' processes.
final class RunningSpeakers {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSpeakers.class);
    private static final Path EXABGP = Path.of("/usr/sbin/exabgp");
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final long AGAIN_SECONDS = 5;

    /// One command of `ip` is waited for at most; the others are interrupted.
    private static final long END_SECONDS = 20;

    private final String name;
    private final SpeakerProcesses processes;
    private final Speakers speakers;
    private final ScheduledExecutorService maker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("bgp-namespace").factory());

    /// Of the thread that makes it.
    private @Nullable SpeakerNamespace namespace;

    private String lastFault = "";

    /// @param name of the speakers' network namespace
    RunningSpeakers(Path directory, String name, SpeakerListener listener) {
        this.name = name;
        processes =
                new SpeakerProcesses(
                        directory, EXABGP, NAMESPACES.resolve(name), BridgeProgram.ofThisProcess());
        speakers = new Speakers(new OnDemand(), listener);
    }

    /// Ends what a gateway before left, for there is no peer any more.
    static void endLeft(Path directory, String name) {
        try {
            if (SpeakerProcesses.endLeft(
                    directory, EXABGP, NAMESPACES.resolve(name), BridgeProgram.ofThisProcess())) {
                SpeakerNamespace.removeLeft(name);
                LOG.info("event=bgp-speakers-ended reason=\"no peer is left\"");
            }
        } catch (IOException fault) {
            LOG.warn("event=bgp-speakers-left name={} reason=\"{}\"", name, fault.toString());
        }
    }

    Speaker speaker() {
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
                namespace = make();
            }
            lastFault = "";
            processes.need(shard);
        } catch (IOException | GuardException fault) {
            String reason = String.valueOf(fault.getMessage());
            if (!reason.equals(lastFault)) {
                lastFault = reason;
                LOG.error("event=bgp-namespace-failed name={} reason=\"{}\"", name, reason);
            }
            var _ = maker.schedule(() -> begin(shard), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// A host that forwards would carry the speakers' packets to whom their aliases belong there.
    private SpeakerNamespace make() throws IOException {
        SpeakerNamespace made = SpeakerNamespace.make(name);
        ClosedDevice.close(SpeakerNamespace.OUTSIDE);
        made.open();
        return made;
    }

    /// @param followed whether another gateway goes on with them
    void close(boolean followed) {
        speakers.close();
        endMaker();
        if (followed) {
            processes.close();
            return;
        }
        processes.endAll();
        processes.close();
        try {
            SpeakerNamespace.removeLeft(name); // also one that was not made to its end
        } catch (IOException fault) {
            LOG.warn("event=bgp-namespace-left name={} reason=\"{}\"", name, fault.toString());
        }
    }

    /// Nothing is made after this.
    private void endMaker() {
        maker.shutdownNow();
        try {
            if (!maker.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=bgp-namespace-busy name={}", name);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
