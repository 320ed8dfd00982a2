package io.hnvgateway.app.store;

/// A change that waits to be confirmed.
///
/// @param inverse takes it back
public record Unconfirmed(Version version, StateEdit inverse) {}
