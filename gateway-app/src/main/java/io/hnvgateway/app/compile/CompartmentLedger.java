package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.RoutingDomainId;
import java.util.List;
import java.util.OptionalLong;

/// Where the compiler writes down, for the process after this one, which routing domain has which
/// index and by what configuration its flows were decided.
///
/// A digest is taken back before workers can decide by another configuration, and written when no
/// flow that was decided otherwise is valid any more: whoever finds a digest after a crash may
/// believe it. Owner: whoever holds the compiler's lock.
public interface CompartmentLedger {
    /// A routing domain of the process before.
    ///
    /// @param digest of the configuration that its flows were decided by; empty: of none alone
    record Kept(int index, RoutingDomainId rdid, OptionalLong digest) {}

    /// Those of the process before; asked once, before anything is written.
    List<Kept> kept();

    /// Digest of the underlay that all flows were decided under; empty: it was about to change.
    OptionalLong keptUnderlay();

    /// The index is this routing domain's from now on.
    void compartment(int index, RoutingDomainId rdid);

    /// The index is about to be free.
    void released(int index);

    /// Flows of the compartment may be decided by something else from now on.
    void inDoubt(int index);

    /// All valid flows of the compartment were decided by this configuration, or what decides the
    /// same.
    void decidedBy(int index, long digest);

    /// The underlay is about to be another.
    void underlayInDoubt();

    /// No flow is valid that was decided under another underlay.
    void underlay(long digest);
}
