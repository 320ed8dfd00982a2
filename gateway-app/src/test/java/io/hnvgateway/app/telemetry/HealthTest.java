package io.hnvgateway.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FrameHandler;
import io.hnvgateway.packet.Port;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    @TempDir Path directory;

    private final AtomicLong nowNs = new AtomicLong(1);

    private Progress workers(Worker worker) {
        return new Progress(
                "workers",
                List.of(
                        new Progress.Turning(
                                worker.name(), () -> worker.alive() ? worker.rounds() : -1)),
                3_000_000_000L,
                nowNs::get);
    }

    @Test
    void aWorkerThatHangsIsSeenAndOneThatGoesOnIsNot() throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        try (Worker worker = new Worker("worker-0", List.of(), new Nothing(), _ -> {}).start()) {
            Progress progress = workers(worker);
            waitForRounds(worker);
            assertThat(progress.fault()).isEmpty();
            worker.send(() -> {
                frozen.countDown();
                await(thaw);
            });
            frozen.await();
            assertThat(progress.fault()).as("a moment is no fault").isEmpty();
            nowNs.addAndGet(5_000_000_000L);
            assertThat(progress.fault()).isEqualTo("worker-0 stands for 5 s");
            thaw.countDown();
            waitForRounds(worker);
            assertThat(progress.fault()).isEmpty();
        } finally {
            thaw.countDown();
        }
    }

    @Test
    void aWorkerThatDiedIsSeen() {
        Worker worker = new Worker("worker-1", List.of(), new Nothing(), _ -> {}).start();
        Progress progress = workers(worker);
        worker.close();
        assertThat(progress.fault()).isEqualTo("worker-1 has ended");
    }

    private static void waitForRounds(Worker worker) {
        long before = worker.rounds();
        while (worker.rounds() < before + 2) {
            worker.wake();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterfaceThatIsGoneIsSeen() throws Exception {
        assertThat(HealthChecks.dataPath(Set.of("lo")).fault()).isEmpty();
        assertThat(HealthChecks.dataPath(Set.of("no-such-0")).fault())
                .isEqualTo("no-such-0: there is no such interface");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSeenAndAProbeStaysNowhere() throws Exception {
        HealthCheck store = HealthChecks.store(directory);
        assertThat(store.fault()).isEmpty();
        assertThat(directory).isEmptyDirectory();
        Files.delete(directory);
        assertThat(store.fault()).startsWith(directory + " cannot be written: ");
        Files.createDirectory(directory);
    }

    @Test
    void aFullDiskIsSeen() throws Exception {
        assertThat(HealthChecks.disk(directory, 1).fault()).isEmpty();
        assertThat(HealthChecks.disk(directory, Long.MAX_VALUE).fault()).contains("MiB left");
    }

    @Test
    void aClockWithoutASourceIsSeenWhereThereShouldBeOne() throws Exception {
        assertThat(HealthChecks.clock(List.of(), () -> false).fault()).isEmpty();
        assertThat(HealthChecks.clock(List.of("ntp1"), () -> true).fault()).isEmpty();
        assertThat(HealthChecks.clock(List.of("ntp1"), () -> false).fault()).contains("ntp1");
    }

    @Test
    void missingCharonAndSpeakersAreSeenOnlyByThoseWhoNeedThem() throws Exception {
        ControlBackend needsNone = new ShownRows(0, "t");
        assertThat(HealthChecks.charon(needsNone).fault()).isEmpty();
        assertThat(HealthChecks.speakers(needsNone).fault()).isEmpty();
        ControlBackend well = new ShownRows(2, "t");
        assertThat(HealthChecks.charon(well).fault()).isEmpty();
        assertThat(HealthChecks.speakers(well).fault()).isEmpty();
        ControlBackend ill = new ShownRows(2, "t", "no-charon", "unknown");
        assertThat(HealthChecks.charon(ill).fault()).startsWith("2 IPSec connections");
        assertThat(HealthChecks.speakers(ill).fault()).startsWith("the speaker of 2 BGP peers");
    }

    @Test
    void isReadyOnlyWhileEveryCheckPassesAndTellsWhyNot() {
        String[] fault = {""};
        Health health =
                new Health(
                        List.of(
                                HealthCheck.of("a", () -> ""),
                                HealthCheck.of("b", () -> fault[0]),
                                HealthCheck.of(
                                        "c",
                                        () -> {
                                            if (fault[0].equals("throw")) {
                                                throw new IllegalStateException("x");
                                            }
                                            return "";
                                        })),
                        nowNs::get);
        assertThat(health.isReady()).isTrue();
        fault[0] = "throw";
        assertThat(health.isReady()).as("a second old at most").isTrue();
        nowNs.addAndGet(1_000_000_000L);
        assertThat(health.isReady()).isFalse();
        assertThat(health.rows())
                .extracting(Health.Row::state)
                .containsExactly("passes", "fails", "fails");
        assertThat(health.rows().getLast().reason()).contains("cannot be found out", "x");
        fault[0] = "";
        nowNs.addAndGet(1_000_000_000L);
        assertThat(health.isReady()).isTrue();
    }

    private static final class Nothing implements FrameHandler {
        @Override
        public void onBatch(Port port, FrameBatch batch, long nowNs) {}

        @Override
        public int doWork(long nowNs) {
            return 0;
        }
    }
}
