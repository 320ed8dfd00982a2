package io.hnvgateway.app.telemetry;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.UsageKind;
import org.jspecify.annotations.Nullable;

/// One tenant's usage. Arrays as [UsageSeries#none] has them. Owner: the meter, under its lock.
///
/// ```
///   measured = base + (ended + live − before) + tunnels
/// ```
///
/// *ended* is what flow entries that are gone and the slow path counted in this compartment's
/// state, *live* what its live entries count now. Entries may outlive a process: what they had
/// counted when the file was written is in *base* already and is *before*.
final class UsageAccount {
    private final long[] base;
    private final long[] tunnels = UsageSeries.none();
    private long[] before = UsageSeries.none();
    private long[] measured;
    private long[] durable;

    /// Of the file, until the tenant's state is first seen.
    private long[] liveInFile;

    private long[] live = UsageSeries.none();
    private @Nullable CompartmentState state;
    private long goneSinceSeconds;

    /// @param saved what the file says; all 0 for a new tenant
    UsageAccount(UsageFile.Saved saved) {
        base = saved.told().clone();
        measured = base.clone();
        durable = base.clone();
        liveInFile = saved.live().clone();
        goneSinceSeconds = saved.goneSinceSeconds();
    }

    UsageAccount() {
        this(new UsageFile.Saved(0, UsageSeries.none(), UsageSeries.none()));
    }

    /// The tenant is there.
    ///
    /// @param now its state; another one than before when it was removed meanwhile
    /// @param ended what [#ended] read before live entries were looked at
    @SuppressWarnings("ReferenceEquality") // another object is another compartment
    void measure(CompartmentState now, long[] ended, long[] liveNow) {
        goneSinceSeconds = 0;
        if (state != now) {
            begin(now, ended, liveNow);
        }
        live = liveNow;
        long[] sum = UsageSeries.none();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = base[i] + tunnels[i] + Math.max(0, ended[i] + liveNow[i] - before[i]);
        }
        measured = UsageSeries.most(measured, sum);
    }

    private void begin(CompartmentState now, long[] ended, long[] liveNow) {
        for (int i = 0; i < base.length; i++) {
            base[i] = measured[i] - tunnels[i];
            before[i] = Math.min(ended[i] + liveNow[i], liveInFile[i]);
        }
        state = now;
        liveInFile = UsageSeries.none();
    }

    /// Adds what a connection carried since the last time.
    void addTunnel(int series, long packets, long bytes) {
        tunnels[series] += packets;
        tunnels[UsageSeries.COUNT + series] += bytes;
        measured[series] += packets;
        measured[UsageSeries.COUNT + series] += bytes;
    }

    /// The tenant is not there.
    void gone(long nowSeconds) {
        if (goneSinceSeconds == 0) {
            goneSinceSeconds = nowSeconds;
        }
        state = null;
        live = UsageSeries.none();
        liveInFile = UsageSeries.none();
    }

    /// When the tenant was removed, in seconds since 1970; 0: it is there.
    long goneSinceSeconds() {
        return goneSinceSeconds;
    }

    UsageFile.Saved toSave() {
        return new UsageFile.Saved(goneSinceSeconds, measured.clone(), live.clone());
    }

    /// The file has it.
    void saved(UsageFile.Saved written) {
        durable = written.told();
    }

    long[] durable() {
        return durable;
    }

    /// What a state counted of flows that ended, and of the slow path.
    static long[] ended(CompartmentState state) {
        long[] sum = UsageSeries.none();
        for (UsageKind kind : UsageKind.values()) {
            int at = UsageSeries.position(kind);
            sum[at] = state.counters().usagePackets(kind);
            sum[UsageSeries.COUNT + at] = state.counters().usageBytes(kind);
        }
        return sum;
    }
}
