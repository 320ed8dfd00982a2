package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringPolicy;

/// Steering with the guard behind it. While a policy changes, the guard holds the old and the new
/// one: nothing of either reaches the host's stack.
public final class GuardedSteering implements Steering {
    private final Guard guard;
    private final Steering steering;
    private GuardSets enforced;
    private boolean exact; // false: an earlier process's sets may stand too

    /// Sets up the guard for `policy`, before any socket opens.
    public static GuardSetUp setUp(Guard guard, SteeringPolicy policy) {
        GuardSets sets = GuardSets.of(policy);
        guard.setUp(sets);
        return new GuardSetUp(guard, sets);
    }

    /// A guard that stands, to be followed by sockets.
    public static final class GuardSetUp {
        private final Guard guard;
        private final GuardSets sets;

        private GuardSetUp(Guard guard, GuardSets sets) {
            this.guard = guard;
            this.sets = sets;
        }

        public GuardedSteering before(Steering steering) {
            return new GuardedSteering(this, steering);
        }
    }

    private GuardedSteering(GuardSetUp setUp, Steering steering) {
        this.guard = setUp.guard;
        this.enforced = setUp.sets;
        this.steering = steering;
    }

    @Override
    public void apply(SteeringPolicy policy) {
        GuardSets next = GuardSets.of(policy);
        if (!enforced.containsAll(next)) {
            guard.widen(next);
        }
        steering.apply(policy);
        if (!exact || !enforced.equals(next)) {
            guard.replace(next);
            enforced = next;
            exact = true;
        }
    }

    @Override
    public SteeringPolicy current() {
        return steering.current();
    }
}
