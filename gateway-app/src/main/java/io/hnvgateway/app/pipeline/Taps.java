package io.hnvgateway.app.pipeline;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which compartments are captured. While none is, a worker pays one branch for a packet that it
/// decides, and nothing for a known flow. Written under a lock, read by workers.
public final class Taps {
    /// At once.
    public static final int MOST = 4;

    /// A capture of a compartment.
    private record Open(int compartment, List<Tap> ofWorkers) {}

    private volatile Open @Nullable [] all;

    /// Begins to copy.
    ///
    /// @param ofWorkers one for each
    /// @return false: it is captured already, or too many are
    public synchronized boolean open(int compartment, List<Tap> ofWorkers) {
        Open[] now = all;
        int count = now == null ? 0 : now.length;
        if (count >= MOST || of(now, compartment) != null) {
            return false;
        }
        Open[] more = now == null ? new Open[1] : Arrays.copyOf(now, count + 1);
        more[count] = new Open(compartment, List.copyOf(ofWorkers));
        all = more;
        return true;
    }

    /// Ends it.
    public synchronized void close(int compartment) {
        Open[] now = all;
        if (now != null) {
            Open[] left =
                    Arrays.stream(now)
                            .filter(open -> open.compartment != compartment)
                            .toArray(Open[]::new);
            all = left.length == 0 ? null : left;
        }
    }

    private static @Nullable Open of(Open @Nullable [] among, int compartment) {
        if (among != null) {
            for (Open open : among) {
                if (open.compartment == compartment) {
                    return open;
                }
            }
        }
        return null;
    }

    /// Copies a frame if its compartment is captured.
    void see(boolean toVm, int compartment, int worker, long nowNs, long address, int bytes) {
        Open[] now = all;
        if (now != null) {
            Open open = of(now, compartment);
            if (open != null) {
                open.ofWorkers.get(worker).put(toVm, nowNs, address, bytes);
            }
        }
    }
}
