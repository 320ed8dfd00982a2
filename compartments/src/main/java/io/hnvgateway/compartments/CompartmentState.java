package io.hnvgateway.compartments;

/// What a compartment accumulates while it lives: counters and the budgets that keep it from taking
/// more than its share. Survives changes of configuration. Written by the worker only.
public final class CompartmentState {
    /// ICMP errors a second that the gateway answers a compartment with, and how many at once.
    private static final int ICMP_ERRORS_PER_SECOND = 100;

    private static final int ICMP_ERROR_BURST = 50;

    private final TrafficCounters counters = new TrafficCounters();
    private final TokenBucket icmpErrors =
            new TokenBucket(ICMP_ERRORS_PER_SECOND, ICMP_ERROR_BURST);

    /// Frames of this compartment that wait for a neighbour or a first fragment.
    int heldFrames;

    /// Fragmented packets of this compartment that are being tracked.
    int fragmentedPackets;

    /// Entries of this compartment in the flow table.
    int flowEntries;

    public TrafficCounters counters() {
        return counters;
    }

    public TokenBucket icmpErrors() {
        return icmpErrors;
    }

    public int flowEntries() {
        return flowEntries;
    }
}
