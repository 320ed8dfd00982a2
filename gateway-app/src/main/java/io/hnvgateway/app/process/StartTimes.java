package io.hnvgateway.app.process;

import io.hnvgateway.app.desired.PhaseTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// How long each phase of the start took, from the process's first moment on. Used by the thread
/// that starts the gateway.
public final class StartTimes {
    /// `starttime` of proc(5): the 20th field behind the name.
    private static final int BEGAN = 19;

    private static final long TICK_MS = 10;

    private final PhaseTimes phases;

    private StartTimes(long beganNs) {
        phases = new PhaseTimes(beganNs);
    }

    /// All since the kernel began the process is phase `jvm`. The kernel tells that moment in steps
    /// of 10 ms.
    public static StartTimes ofProcess() {
        StartTimes times = new StartTimes(System.nanoTime() - age().toNanos());
        times.end("jvm");
        return times;
    }

    /// Both in time since boot: [ProcessHandle] has the moment in time of day, and may err by a
    /// second.
    private static Duration age() {
        try {
            String uptime = Files.readString(Path.of("/proc/uptime"));
            double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
            String line = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long ms = Math.round(seconds * 1000) - Long.parseLong(fields[BEGAN]) * TICK_MS;
            return Duration.ofMillis(Math.max(0, ms));
        } catch (IOException e) {
            return Duration.ZERO;
        }
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
