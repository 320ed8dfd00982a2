package io.hnvgateway.nat;

/// What an operator should hear of. Called on the worker; must not block.
public interface NatEvents {
    /// A compartment reached 80 % of a quota; not repeated until it fell under 70 %.
    void quotaWarning(int compartment, Quota which, int used, int limit);
}
