package io.hnvgateway.nat;

/// What an operator should hear of. Called on a worker; must not block.
public interface NatEvents {
    /// A compartment reached 80 % of a quota; not repeated until it fell under 70 %.
    ///
    /// @param compartment its name for ever, [NatPolicy#compartment]: its index may soon be
    ///   another's
    void quotaWarning(String compartment, Quota which, int used, int limit);
}
