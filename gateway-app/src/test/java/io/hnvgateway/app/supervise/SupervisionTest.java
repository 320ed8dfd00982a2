package io.hnvgateway.app.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FrameHandler;
import io.hnvgateway.packet.Port;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SupervisionTest {
    private static final String FEED = "WATCHDOG=1";
    private static final long PID = ProcessHandle.current().pid();

    @TempDir private Path directory;

    private static final class Nothing implements FrameHandler {
        @Override
        public void onBatch(Port port, FrameBatch batch, long nowNs) {}

        @Override
        public int doWork(long nowNs) {
            return 0;
        }
    }

    private Map<String, String> environment(String... more) {
        String socket = directory.resolve("notify").toString();
        return more.length == 0
                ? Map.of(Supervision.SOCKET, socket)
                : Map.of(Supervision.SOCKET, socket, more[0], more[1]);
    }

    private SupervisorSocket supervisor() {
        return new SupervisorSocket(directory.resolve("notify").toString());
    }

    @Test
    void tellsThatItIsReadyAndThatItEnds() throws InterruptedException {
        try (SupervisorSocket supervisor = supervisor();
                Supervision supervision = Supervision.of(environment())) {
            supervision.ready(List.of(), "forwarding");
            assertThat(supervisor.next())
                    .isEqualTo("READY=1\nMAINPID=%d\nSTATUS=forwarding".formatted(PID));
            supervision.stopping("ends");
            assertThat(supervisor.next()).isEqualTo("STOPPING=1\nSTATUS=ends");
        }
    }

    @Test
    void anAbstractNameIsReached() throws InterruptedException {
        String name = "hnv-supervise-" + UUID.randomUUID();
        try (SupervisorSocket supervisor = new SupervisorSocket('\0' + name);
                Supervision supervision = Supervision.of(Map.of(Supervision.SOCKET, '@' + name))) {
            supervision.stopping("ends");
            assertThat(supervisor.next()).startsWith("STOPPING=1");
        }
    }

    @Test
    void aSupervisorThatIsGoneCostsNothing() throws InterruptedException {
        try (Supervision supervision = Supervision.of(environment())) {
            assertThatCode(() -> supervision.ready(List.of(), "forwarding"))
                    .doesNotThrowAnyException();
            try (SupervisorSocket supervisor = supervisor()) {
                supervision.stopping("ends");
                assertThat(supervisor.next()).as("one that came later").startsWith("STOPPING=1");
            }
        }
    }

    /// In a process of its own: here the library is loaded already.
    @Test
    void withoutSupervisorNothingIsLoaded() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-verbose:class",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Unsupervised.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("io.hnvgateway.app.supervise.Supervision ")
                .doesNotContain("io.hnvgateway.app.supervise.NotifySocket ")
                .doesNotContain("io.netty.");
    }

    /// Tells as a gateway without systemd does.
    static final class Unsupervised {
        private Unsupervised() {}

        public static void main(String[] arguments) {
            try (Supervision supervision = Supervision.of(Map.of())) {
                supervision.ready(List.of(), "forwarding");
                supervision.stopping("ends");
            }
        }
    }

    @Test
    void aStuckWorkerEndsTheFeedingUntilItTurnsAgain() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        try (SupervisorSocket supervisor = supervisor();
                NotifySocket socket = new NotifySocket(directory.resolve("notify").toString());
                Worker good = new Worker("worker-0", List.of(), new Nothing(), _ -> {}).start();
                Worker bad = new Worker("worker-1", List.of(), new Nothing(), _ -> {}).start()) {
            Watchdog watchdog =
                    new Watchdog(socket::sendNow, List.of(turning(good), turning(bad)), "well");
            allTurn(good, bad);
            watchdog.look();
            assertThat(supervisor.next()).isEqualTo(FEED);
            allTurn(good, bad);
            watchdog.look();
            assertThat(supervisor.next()).isEqualTo(FEED);

            bad.send(() -> {
                stuck.countDown();
                await(free);
            });
            stuck.await();
            for (int look = 0; look < 3; look++) { // before the first it turned, or did not
                allTurn(good);
                watchdog.look();
            }
            free.countDown();
            allTurn(good, bad);
            String told = supervisor.next();
            if (told.equals(FEED)) {
                told = supervisor.next();
            }
            assertThat(told).startsWith("STATUS=stands: worker-1;");
            assertThat(supervisor.next()).startsWith("STATUS=stands: worker-1;");

            // what stood in the queue before is read; nothing but words came while it stood
            socket.sendNow(Notice.status("end of the fault"));
            String last = supervisor.next();
            if (last.startsWith("STATUS=stands: ")) {
                last = supervisor.next();
            }
            assertThat(last).isEqualTo("STATUS=end of the fault");
            allTurn(good, bad);
            watchdog.look();
            assertThat(supervisor.next()).isEqualTo(FEED);
            assertThat(supervisor.next()).isEqualTo("STATUS=well");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Liveness.Turning turning(Worker worker) {
        return Liveness.Turning.of(worker.name(), worker::rounds, worker::wake);
    }

    private static void allTurn(Worker... workers) {
        for (Worker worker : workers) {
            long before = worker.rounds();
            while (worker.rounds() <= before) {
                worker.wake();
                Thread.onSpinWait();
            }
        }
    }

    /// The look of a short watchdog comes by itself, and sees a conductor that stands.
    @Test
    void aConductorThatStandsIsNamed() throws Exception {
        AtomicLong rounds = new AtomicLong();
        try (SupervisorSocket supervisor = supervisor();
                Supervision supervision =
                        Supervision.of(environment(Supervision.WATCHDOG_MICROS, "100000"))) {
            supervision.ready(
                    List.of(Liveness.Turning.of("worker-0", rounds::incrementAndGet, () -> {})),
                    "forwarding");
            assertThat(supervisor.next()).startsWith("READY=1");
            assertThat(supervisor.next()).as("the first look").isEqualTo(FEED);
            assertThat(supervisor.next())
                    .isEqualTo("STATUS=stands: conductor; the watchdog is not fed");
            supervision.conductorTurns();
            String next = supervisor.next();
            while (next.startsWith("STATUS=stands")) {
                next = supervisor.next(); // of looks before it turned
            }
            assertThat(next).isEqualTo(FEED);
        }
    }

    @Test
    void theIntervalIsOfThisProcessOnly() {
        assertThat(Supervision.lookMs(Map.of(), 7)).isZero();
        assertThat(Supervision.lookMs(Map.of(Supervision.WATCHDOG_MICROS, "20000000"), 7))
                .isEqualTo(5000);
        assertThat(
                        Supervision.lookMs(
                                Map.of(
                                        Supervision.WATCHDOG_MICROS,
                                        "20000000",
                                        Supervision.WATCHDOG_PROCESS,
                                        "8"),
                                7))
                .isZero();
        assertThat(Supervision.lookMs(Map.of(Supervision.WATCHDOG_MICROS, "much"), 7)).isZero();
    }

    @Test
    void aStatusIsOneLineOfBoundedLength() {
        assertThat(Notice.status("a\nWATCHDOG=1").text()).isEqualTo("STATUS=a WATCHDOG=1");
        assertThat(Notice.status("x".repeat(10_000)).text()).hasSizeLessThan(600);
        assertThat(Notice.reloading(5, "reads").text())
                .isEqualTo("RELOADING=1\nMONOTONIC_USEC=5\nSTATUS=reads");
    }

    @Test
    void aNameThatIsNoPathIsNotFollowed() {
        try (Supervision supervision =
                Supervision.of(Map.of(Supervision.SOCKET, "relative/path"))) {
            assertThatCode(() -> supervision.ready(List.of(), "forwarding"))
                    .doesNotThrowAnyException();
        }
    }
}
