package io.hnvgateway.app.supervise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the gateway tells its supervisor, systemd as a rule; to none if it has none.
public final class Supervision implements AutoCloseable {
    public static final String SOCKET = "NOTIFY_SOCKET";
    public static final String WATCHDOG_MICROS = "WATCHDOG_USEC";
    public static final String WATCHDOG_PROCESS = "WATCHDOG_PID";
    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);

    /// So many looks in the time after which the supervisor gives up: one may be late.
    private static final int LOOKS = 4;

    /// The conductor turns each second.
    private static final long SHORTEST_LOOK_MS = 1500;

    private static final String CONDUCTOR = "conductor";

    private final @Nullable NotifySocket socket;
    private final long lookMs;
    private final AtomicLong conductorTurns = new AtomicLong();

    /// @param lookMs 0: nobody waits for signs of life
    private Supervision(@Nullable NotifySocket socket, long lookMs) {
        this.socket = socket;
        this.lookMs = lookMs;
    }

    /// By the variables of sd_notify(3) and sd_watchdog_enabled(3). A name that is none is logged,
    /// and nothing is told.
    public static Supervision of(Map<String, String> environment) {
        String name = environment.getOrDefault(SOCKET, "");
        if (name.isEmpty()) {
            return new Supervision(null, 0);
        }
        if (!name.matches("[/@].+")) {
            LOG.warn("event=supervisor-not-reached reason=\"{}={}: no path\"", SOCKET, name);
            return new Supervision(null, 0);
        }
        return new Supervision(
                new NotifySocket(name), lookMs(environment, ProcessHandle.current().pid()));
    }

    static long lookMs(Map<String, String> environment, long processId) {
        String micros = environment.getOrDefault(WATCHDOG_MICROS, "");
        String process = environment.getOrDefault(WATCHDOG_PROCESS, "");
        boolean ours = process.isEmpty() || process.equals(Long.toString(processId));
        if (!ours || !micros.matches("\\d{1,18}")) {
            return 0;
        }
        long wholeMs = Long.parseLong(micros) / 1000;
        if (wholeMs / LOOKS < SHORTEST_LOOK_MS) {
            LOG.warn(
                    "event=watchdog-too-short ms={} hint=\"WatchdogSec= must be {} ms at least\"",
                    wholeMs,
                    LOOKS * SHORTEST_LOOK_MS);
        }
        return Math.max(SHORTEST_LOOK_MS, wholeMs / LOOKS);
    }

    /// New flows are forwarded. From here on the watchdog is fed.
    ///
    /// @param workers without which nothing is forwarded
    public void ready(List<? extends Liveness.Turning> workers, String status) {
        if (socket == null) {
            return;
        }
        socket.sendNow(Notice.ready(ProcessHandle.current().pid(), status));
        if (lookMs > 0) {
            List<Liveness.Turning> all = new ArrayList<>(workers);
            all.add(Liveness.Turning.of(CONDUCTOR, conductorTurns::get, () -> {}));
            socket.every(lookMs, new Watchdog(socket::send, all, status)::look);
        }
    }

    /// By the conductor, each second.
    public void conductorTurns() {
        conductorTurns.incrementAndGet();
    }

    /// The process is about to end. Waits until that is told.
    public void stopping(String status) {
        if (socket != null) {
            socket.sendNow(Notice.stopping(status));
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
