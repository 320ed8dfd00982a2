package io.hnvgateway.nat;

import java.util.Arrays;

/// How much of one quota each compartment uses, and the warning at 80 %. Owner: one worker thread.
final class Usage {
    private static final int WARN_PERCENT = 80;
    private static final int REARM_PERCENT = 70;

    private final Quota which;
    private final NatEvents events;
    private int[] used = new int[1];
    private boolean[] warned = new boolean[1];

    Usage(Quota which, NatEvents events) {
        this.which = which;
        this.events = events;
    }

    /// Makes room for the compartments 0..`compartments` - 1.
    void grow(int compartments) {
        if (compartments > used.length) {
            used = Arrays.copyOf(used, compartments);
            warned = Arrays.copyOf(warned, compartments);
        }
    }

    int used(int compartment) {
        return compartment < used.length ? used[compartment] : 0;
    }

    void add(int compartment, NatQuotas quotas) {
        int now = ++used[compartment];
        int limit = quotas.limit(which);
        if (!warned[compartment] && (long) now * 100 >= (long) limit * WARN_PERCENT) {
            warned[compartment] = true;
            events.quotaWarning(compartment, which, now, limit);
        }
    }

    /// Counts one less.
    ///
    /// @param limit the quota, or 0 when the compartment has no policy any more
    void remove(int compartment, int limit) {
        int now = --used[compartment];
        if (now == 0 || (long) now * 100 < (long) limit * REARM_PERCENT) {
            warned[compartment] = false;
        }
    }
}
