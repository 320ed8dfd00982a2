package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringPolicy;

/// Steering with the guard behind it. While a policy changes, the guard holds the old and the new
/// one: nothing of either reaches the host's stack.
public final class GuardedSteering implements Steering {
    private final Guard guard;
    private final Steering steering;
    private GuardSets enforced;

    /// Sets up the guard for `policy`, before any socket opens.
    public static GuardSetUp setUp(Guard guard, SteeringPolicy policy) {
        GuardSets sets = GuardSets.of(policy);
        guard.apply(sets);
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
        enforce(enforced.union(next));
        steering.apply(policy);
        enforce(next);
    }

    private void enforce(GuardSets sets) {
        if (!sets.equals(enforced)) {
            guard.apply(sets);
            enforced = sets;
        }
    }

    @Override
    public SteeringPolicy current() {
        return steering.current();
    }
}
