package io.hnvgateway.packet.flow;

/// A worker's own range of IP identifications, given out in turn (RFC 6864 §5.3). Ranges of workers
/// and of the XDP program are disjoint. Owner: the worker.
public final class IpIdentifications {
    /// Identifications of all workers together, from 0.
    public static final int OF_WORKERS = 1 << 15;

    /// Those of the XDP program on all CPUs together, behind the workers'.
    public static final int OF_PROGRAM = (1 << 16) - OF_WORKERS;

    private final int first;
    private final int count;
    private int next;

    /// Identifications `first` to `first + count - 1`.
    public IpIdentifications(int first, int count) {
        if (first < 0 || count < 1 || first + count > 1 << 16) {
            throw new IllegalArgumentException("range must lie in 0..65535");
        }
        this.first = first;
        this.count = count;
    }

    public int next() {
        int identification = first + next;
        next = next + 1 == count ? 0 : next + 1;
        return identification;
    }
}
