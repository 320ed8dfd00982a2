package io.hnvgateway.app.access;

/// Whether somebody is let in.
public sealed interface Admission {
    /// It is.
    record Admitted(Caller caller) implements Admission {}

    /// It showed nothing, or nothing that is known.
    record Unknown() implements Admission {}

    /// It has to wait so long.
    record Later(int seconds) implements Admission {}
}
