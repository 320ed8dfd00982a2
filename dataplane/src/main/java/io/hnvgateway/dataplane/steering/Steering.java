package io.hnvgateway.dataplane.steering;

/// Where a policy takes effect. Called by one control thread.
public interface Steering {
    /// Makes `policy` the one in force, by its difference to the last one. What becomes the
    /// gateway's is guarded before it is steered, and the other way round when it ceases to be.
    void apply(SteeringPolicy policy);

    /// The policy in force.
    SteeringPolicy current();
}
