package io.hnvgateway.dataplane.steering;

/// Where a policy takes effect. Called by one control thread. What becomes the gateway's is guarded
/// before it is steered, and the other way round when it ceases to be.
public interface Steering {
    /// Changes the policy in force; takes time in proportion to the change.
    void apply(SteeringChange change);

    /// Makes `policy` the one in force, by its difference to the last one.
    default void apply(SteeringPolicy policy) {
        apply(SteeringChange.between(current(), policy));
    }

    /// The policy in force, for the control thread.
    SteeringState state();

    /// The policy in force; copied, in time proportional to its size.
    default SteeringPolicy current() {
        return state().policy();
    }
}
