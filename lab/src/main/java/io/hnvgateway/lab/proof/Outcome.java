package io.hnvgateway.lab.proof;

/// What a proof saw.
///
/// @param seen one line
public record Outcome(boolean passed, String seen) {}
