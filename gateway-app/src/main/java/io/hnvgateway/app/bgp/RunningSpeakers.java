package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.speaker.ExaBgp;
import io.hnvgateway.bgp.speaker.Speaker;
import io.hnvgateway.bgp.speaker.SpeakerHost;
import io.hnvgateway.bgp.speaker.SpeakerListener;
import io.hnvgateway.bgp.speaker.Speakers;
import io.hnvgateway.dataplane.guard.GuardException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The speakers once there is a peer: gRPC, threads, the namespace and the shards' processes.
final class RunningSpeakers {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSpeakers.class);
    static final Path EXABGP = ExaBgp.program();
    private static final long AGAIN_SECONDS = 5;

    /// One command of `ip` is waited for at most; the others are interrupted.
    private static final long END_SECONDS = 20;

    private final String name;
    private final SpeakerHousing housing;
    private final Speakers speakers;
    private final ScheduledExecutorService maker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("bgp-namespace").factory());

    private String lastFault = "";

    /// @param name of the speakers' network namespace
    RunningSpeakers(Path directory, String name, SpeakerListener listener) {
        this.name = name;
        housing = byUnits() ? new SpeakerUnits() : new OwnSpeakers(directory, name);
        speakers = new Speakers(new OnDemand(), listener);
    }

    /// Ends what a gateway before left, for there is no peer any more.
    static void endLeft(Path directory, String name) {
        if (byUnits()) {
            new SpeakerUnits().endLeft();
        } else {
            OwnSpeakers.endLeft(directory, name);
        }
    }

    /// Whether systemd runs the shards.
    static boolean byUnits() {
        return SpeakerUnits.VALUE.equals(System.getenv(SpeakerUnits.VARIABLE));
    }

    Speaker speaker() {
        return speakers;
    }

    private final class OnDemand implements SpeakerHost {
        @Override
        public Path socket(int shard) {
            return housing.socket(shard);
        }

        @Override
        public void need(int shard) {
            maker.execute(() -> begin(shard));
        }

        @Override
        public void release(int shard) {
            housing.release(shard);
        }
    }

    private void begin(int shard) {
        try {
            housing.open();
            lastFault = "";
            housing.begin(shard);
        } catch (IOException | GuardException fault) {
            String reason = String.valueOf(fault.getMessage());
            if (!reason.equals(lastFault)) {
                lastFault = reason;
                LOG.error("event=bgp-namespace-failed name={} reason=\"{}\"", name, reason);
            }
            var _ = maker.schedule(() -> begin(shard), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// @param followed whether another gateway goes on with them
    void close(boolean followed) {
        speakers.close();
        endMaker();
        housing.close(followed);
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
