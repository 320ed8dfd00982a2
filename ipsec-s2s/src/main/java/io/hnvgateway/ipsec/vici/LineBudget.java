package io.hnvgateway.ipsec.vici;

/// How many lines of charon's log are read: a bucket two seconds deep. Used by one thread.
final class LineBudget {
    /// A thousand tunnels that come up at a time log some 25 lines each.
    static final int LINES_PER_SECOND = 4_000;

    private static final int DEPTH_SECONDS = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int linesPerSecond;
    private double left;
    private long lastNs;
    private boolean begun;

    LineBudget(int linesPerSecond) {
        this.linesPerSecond = linesPerSecond;
        this.left = (double) linesPerSecond * DEPTH_SECONDS;
    }

    int linesPerSecond() {
        return linesPerSecond;
    }

    /// @return false when the line is one too many
    boolean takes(long nowNs) {
        double gained = begun ? (nowNs - lastNs) / NANOS_PER_SECOND * linesPerSecond : 0;
        begun = true;
        lastNs = nowNs;
        left = Math.min((double) linesPerSecond * DEPTH_SECONDS, left + gained);
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
