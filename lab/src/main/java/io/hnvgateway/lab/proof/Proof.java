package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;

/// One statement about the gateway that traffic can confirm or refute.
public interface Proof {
    /// The statement, short enough for a column of a table.
    String name();

    /// Whether it moves so much data that almost all of its packets are of known flows, and
    /// therefore the executor's.
    default boolean isBulk() {
        return false;
    }

    /// Whether it is quicker if a second gateway was begun before.
    default boolean needsSecondGateway() {
        return false;
    }

    /// Tries it. A fault of the lab is an exception, a fault of the gateway a failed outcome.
    Outcome run(LabNetwork lab);
}
