package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.SteeringState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Steering with the guard behind it. While a policy changes, the guard holds the old and the new
/// one: nothing of either reaches the host's stack.
public final class GuardedSteering implements Steering, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedSteering.class);

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
            return new GuardedSteering(this, steering, exact);
        }

        /// @param steering with the policy of an earlier process, that may be guarded or not
        public GuardedSteering beforeAdopted(Steering steering) {
            return new GuardedSteering(this, steering, false);
        }
    }

    private GuardedSteering(GuardSetUp setUp, Steering steering, boolean exact) {
        this.guard = setUp.guard;
        this.exact = exact;
        this.steering = steering;
    }

    @Override
    public void apply(SteeringChange change) {
        SteeringChange effective = state().effective(change);
        boolean inProportion = exact && effective.ports() == null;
        exact = false;
        inProportion &= widen(effective);
        steering.apply(effective);
        if (!inProportion || !narrow(effective)) {
            guard.replace(steering.current());
        }
        exact = true;
    }

    /// @return false if the guard had to be set up anew for it: somebody else had changed it
    private boolean widen(SteeringChange change) {
        try {
            guard.add(change, state().ports());
            return true;
        } catch (GuardException e) {
            LOG.warn("event=guard-set-up-anew reason=\"{}\"", e.getMessage());
            guard.setUp(steering.current());
            guard.add(change, state().ports());
            return false;
        }
    }

    /// @return false if the guard holds too much still
    private boolean narrow(SteeringChange change) {
        try {
            guard.remove(change, state().ports());
            return true;
        } catch (GuardException e) {
            LOG.warn("event=guard-set-up-anew reason=\"{}\"", e.getMessage());
            return false;
        }
    }

    @Override
    public SteeringState state() {
        return steering.state();
    }

    /// What is guarded stays guarded.
    @Override
    public void close() {
        guard.close();
    }
}
