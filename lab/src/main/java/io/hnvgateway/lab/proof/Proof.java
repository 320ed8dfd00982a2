package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;

/// One statement about the gateway that traffic can confirm or refute.
public interface Proof {
    /// The statement, short enough for a column of a table.
    String name();

    /// Tries it. A fault of the lab is an exception, a fault of the gateway a failed outcome.
    Outcome run(LabNetwork lab);
}
