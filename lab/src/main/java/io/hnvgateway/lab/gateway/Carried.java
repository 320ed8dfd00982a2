package io.hnvgateway.lab.gateway;

import java.util.Optional;

/// Frames that the gateway forwarded, by the executor that carried them.
///
/// @param xdp by the XDP program, seen by no worker
/// @param java by the workers
public record Carried(long xdp, long java) {
    static final Carried NOTHING = new Carried(0, 0);

    /// The XDP program's share of bulk: the first packets of a flow, those that open and end a TCP
    /// connection, and errors are the workers'.
    private static final double BULK_SHARE = 0.75;

    Carried plus(Carried other) {
        return new Carried(xdp + other.xdp, java + other.java);
    }

    /// What came since an earlier reading. A counter that began anew counts whole: the workers' own
    /// ends with their process, the XDP program's may go on.
    Carried since(Carried before) {
        return new Carried(since(xdp, before.xdp), since(java, before.java));
    }

    private static long since(long now, long before) {
        return now < before ? now : now - before;
    }

    /// What is wrong if the XDP program executes known flows and almost all frames were theirs.
    public Optional<String> faultOfBulkByXdp() {
        return xdp > 0 && xdp >= BULK_SHARE * (xdp + java)
                ? Optional.empty()
                : Optional.of("the XDP program carried too little: " + this);
    }

    /// What is wrong if the workers are the only executor.
    public Optional<String> faultOfJavaAlone() {
        return xdp == 0
                ? Optional.empty()
                : Optional.of("the XDP program carried what it must not: " + this);
    }

    @Override
    public String toString() {
        if (xdp == 0) {
            return java == 0 ? "nothing" : "java " + java;
        }
        return java == 0 ? "xdp " + xdp : "xdp %d + java %d".formatted(xdp, java);
    }
}
