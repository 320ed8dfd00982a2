package io.hnvgateway.compartments.punt;

/// How BFD with a peer stands. Written by the worker that has the session, read by any thread; each
/// value alone is exact.
///
/// States and diagnostics are codes of the wire (RFC 5880 §4.1).
public final class BfdStatus {
    /// In place of a state: there is no session.
    public static final int NO_SESSION = -1;

    /// As of one moment.
    ///
    /// @param transmitUs interval of our packets, before jitter
    /// @param detectionUs silence that means death; 0 before the first packet
    public record Seen(
            int state,
            int diagnostic,
            int remoteState,
            int remoteDiagnostic,
            long transmitUs,
            long detectionUs) {
        static final Seen NOTHING = new Seen(NO_SESSION, 0, 0, 0, 0, 0);
    }

    // The worker's.
    private int upCount;
    private int failureCount;

    private volatile Seen seen = Seen.NOTHING;
    private volatile int ups;
    private volatile int failures;
    private volatile boolean told;

    /// Failures that somebody acted on; of the reader that [#takeFailure] is called by.
    private int taken;

    /// By the worker, at each change; a session changes its state seldom.
    ///
    /// @param cameUp it was not Up before
    /// @param failed it was Up, and nobody took it down on purpose
    /// @return whether the reader must be told: it has read what was written before
    public boolean write(Seen now, boolean cameUp, boolean failed) {
        seen = now;
        upCount += cameUp ? 1 : 0;
        failureCount += failed ? 1 : 0;
        ups = upCount;
        failures = failureCount;
        return tells();
    }

    private boolean tells() {
        if (told) {
            return false;
        }
        told = true;
        return true;
    }

    /// By the worker: other values of the same state.
    public void show(Seen now) {
        seen = now;
    }

    /// By the worker: there is no session any more.
    ///
    /// @return as [#write]
    public boolean end() {
        seen = Seen.NOTHING;
        return tells();
    }

    /// By the one reader that is told, before it reads.
    public void reading() {
        told = false;
    }

    /// By the same reader: whether it failed since this was asked last.
    public boolean takeFailure() {
        int now = failures;
        boolean failed = now != taken;
        taken = now;
        return failed;
    }

    public Seen seen() {
        return seen;
    }

    /// How often it came up since the gateway's start.
    public int ups() {
        return ups;
    }

    /// How often the peer was found dead since the gateway's start.
    public int failures() {
        return failures;
    }
}
