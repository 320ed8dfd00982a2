package io.hnvgateway.dataplane.cores;

/// Where a worker runs.
///
/// @param core [#ANY] leaves it to the kernel
/// @param reason for people
public record WorkerCore(int core, String reason) {
    public static final int ANY = -1;

    /// Left to the kernel.
    public static WorkerCore any(String reason) {
        return new WorkerCore(ANY, reason);
    }

    public boolean isBound() {
        return core != ANY;
    }
}
