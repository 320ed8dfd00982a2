package io.hnvgateway.app.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether threads go on turning, seen by numbers that grow with each turn. Owner of [#look]: one
/// thread.
final class Progress implements HealthCheck {
    private final String label;
    private final List<Turning> threads;
    private final long patienceNs;
    private final LongSupplier nanoTime;
    private final long[] last;
    private final long[] movedAtNs;

    /// @param turns grows with each turn; negative: it has ended
    record Turning(String name, LongSupplier turns) {}

    Progress(String label, List<Turning> threads, long patienceNs, LongSupplier nanoTime) {
        this.label = label;
        this.threads = List.copyOf(threads);
        this.patienceNs = patienceNs;
        this.nanoTime = nanoTime;
        last = new long[threads.size()];
        movedAtNs = new long[threads.size()];
        Arrays.fill(movedAtNs, nanoTime.getAsLong());
    }

    /// To be called more often than the patience lasts.
    synchronized void look() {
        long nowNs = nanoTime.getAsLong();
        for (int i = 0; i < last.length; i++) {
            long now = threads.get(i).turns().getAsLong();
            if (now != last[i]) {
                last[i] = now;
                movedAtNs[i] = nowNs;
            }
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public synchronized String fault() {
        look();
        for (int i = 0; i < last.length; i++) {
            String found = fault(i);
            if (found != null) {
                return found;
            }
        }
        return "";
    }

    private @Nullable String fault(int i) {
        String name = threads.get(i).name();
        if (last[i] < 0) {
            return name + " has ended";
        }
        long standsNs = nanoTime.getAsLong() - movedAtNs[i];
        return standsNs > patienceNs
                ? "%s stands for %d s".formatted(name, standsNs / 1_000_000_000L)
                : null;
    }
}
