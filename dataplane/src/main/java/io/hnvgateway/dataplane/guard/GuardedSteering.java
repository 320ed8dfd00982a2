package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.SteeringState;

/// Steering with the guard behind it. While a policy changes, the guard holds the old and the new
/// one: nothing of either reaches the host's stack.
public final class GuardedSteering implements Steering {
    private final Guard guard;
    private final Steering steering;
    private boolean exact; // false: other elements than the policy's may stand in the guard

    /// Sets up the guard for `policy`, before any socket opens.
    public static GuardSetUp setUp(Guard guard, SteeringPolicy policy) {
        return new GuardSetUp(guard, guard.setUp(policy));
    }

    /// A guard that stands, to be followed by sockets.
    public static final class GuardSetUp {
        private final Guard guard;
        private final boolean exact;

        private GuardSetUp(Guard guard, boolean exact) {
            this.guard = guard;
            this.exact = exact;
        }

        /// @param steering with the policy that the guard was set up for
        public GuardedSteering before(Steering steering) {
            return new GuardedSteering(this, steering);
        }
    }

    private GuardedSteering(GuardSetUp setUp, Steering steering) {
        this.guard = setUp.guard;
        this.exact = setUp.exact;
        this.steering = steering;
    }

    @Override
    public void apply(SteeringChange change) {
        SteeringChange effective = state().effective(change);
        boolean inProportion = exact && effective.ports() == null;
        exact = false;
        guard.add(effective, state().ports());
        steering.apply(effective);
        if (inProportion) {
            guard.remove(effective, state().ports());
        } else {
            guard.replace(steering.current());
        }
        exact = true;
    }

    @Override
    public SteeringState state() {
        return steering.state();
    }
}
