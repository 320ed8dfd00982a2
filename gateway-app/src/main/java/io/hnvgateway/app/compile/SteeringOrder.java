package io.hnvgateway.app.compile;

import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringPolicy;

/// What the gateway takes for itself from now on, whole or as a difference.
public sealed interface SteeringOrder {
    /// Gives the order.
    void to(Steering steering);

    /// All of it, whatever was in force.
    record Whole(SteeringPolicy policy) implements SteeringOrder {
        @Override
        public void to(Steering steering) {
            steering.apply(policy);
        }
    }

    /// What changed since the last order.
    record Part(SteeringChange change) implements SteeringOrder {
        @Override
        public void to(Steering steering) {
            steering.apply(change);
        }
    }
}
