package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.Labelled;

/// Who carries the packets of a known flow.
public enum Executor implements Labelled {
    /// The XDP program in the kernel where it can, else the workers.
    XDP("xdp"),
    /// The workers alone.
    JAVA("java");

    private final String label;

    Executor(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
