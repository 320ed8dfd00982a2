package io.hnvgateway.app.process;

import io.hnvgateway.app.desired.PhaseTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// How long each phase of the start took, from the process's first moment on. Used by the thread
/// that starts the gateway.
public final class StartTimes {
    private final PhaseTimes phases;

    private StartTimes(long beganNs) {
        phases = new PhaseTimes(beganNs);
    }

    /// All since the kernel began the process is phase `jvm`. The kernel tells that moment in steps
    /// of 10 ms.
    public static StartTimes ofProcess() {
        Duration past =
                ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(began -> Duration.between(began, Instant.now()))
                        .filter(since -> !since.isNegative())
                        .orElse(Duration.ZERO);
        StartTimes times = new StartTimes(System.nanoTime() - past.toNanos());
        times.end("jvm");
        return times;
    }

    /// All since the phase before belongs to this one.
    public void end(String phase) {
        phases.end(phase);
    }

    /// Milliseconds until the end of the last phase, of them on processors, and of each phase.
    @Override
    public String toString() {
        return "ms=%d cpu-ms=%d phases-ms={%s}"
                .formatted(phases.totalMicros() / 1000, processorMillis(), ofPhases());
    }

    private static long processorMillis() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }

    private String ofPhases() {
        return phases.micros().entrySet().stream()
                .map(phase -> phase.getKey() + "=" + millis(phase))
                .collect(Collectors.joining(", "));
    }

    private static long millis(Map.Entry<String, Long> phase) {
        return TimeUnit.MICROSECONDS.toMillis(phase.getValue());
    }
}
