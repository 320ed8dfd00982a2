package io.hnvgateway.app.probe;

/// What came of one probe.
///
/// @param name as `provider-address-reachable`
/// @param target what was probed, as `192.0.2.11`; empty: the gateway itself
/// @param detail a sentence with figures; of a failure the reason and what to do
public record ProbeResult(String name, String target, Status status, String detail) {
    /// How it ended.
    public enum Status {
        PASSED,
        FAILED,
        /// There was nothing to probe; the detail says why.
        SKIPPED
    }

    static ProbeResult passed(String name, String target, String detail) {
        return new ProbeResult(name, target, Status.PASSED, detail);
    }

    static ProbeResult failed(String name, String target, String detail) {
        return new ProbeResult(name, target, Status.FAILED, detail);
    }

    static ProbeResult skipped(String name, String target, String detail) {
        return new ProbeResult(name, target, Status.SKIPPED, detail);
    }
}
