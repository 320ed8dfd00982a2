package io.hnvgateway.compartments;

/// What a compartment accumulates while it lives: counters and the budgets that keep it from taking
/// more than its share. Survives changes of configuration. Written by the worker only.
public final class CompartmentState {
    /// ICMP errors a second that the gateway answers a compartment with, and how many at once.
    private static final int ICMP_ERRORS_PER_SECOND = 100;

    private static final int ICMP_ERROR_BURST = 50;

    /// Answers to ping and ARP.
    private static final int ANSWERS_PER_SECOND = 1000;

    private static final int ANSWER_BURST = 200;

    /// Requests for neighbours that the compartment's packets cause.
    private static final int NEIGHBOR_REQUESTS_PER_SECOND = 50;

    private static final int NEIGHBOR_REQUEST_BURST = 100;

    private final TrafficCounters counters = new TrafficCounters();
    private final TokenBucket icmpErrors =
            new TokenBucket(ICMP_ERRORS_PER_SECOND, ICMP_ERROR_BURST);

    private final TokenBucket answers = new TokenBucket(ANSWERS_PER_SECOND, ANSWER_BURST);
    private final TokenBucket neighborRequests =
            new TokenBucket(NEIGHBOR_REQUESTS_PER_SECOND, NEIGHBOR_REQUEST_BURST);
    private int heldFrames;
    private int fragmentedPackets;
    private int flowEntries;

    public TrafficCounters counters() {
        return counters;
    }

    public TokenBucket icmpErrors() {
        return icmpErrors;
    }

    public TokenBucket answers() {
        return answers;
    }

    public TokenBucket neighborRequests() {
        return neighborRequests;
    }

    /// Frames of this compartment that wait for a neighbour or a first fragment.
    public int heldFrames() {
        return heldFrames;
    }

    public void addHeldFrames(int change) {
        heldFrames += change;
    }

    /// Fragmented packets of this compartment that are being tracked.
    public int fragmentedPackets() {
        return fragmentedPackets;
    }

    public void addFragmentedPackets(int change) {
        fragmentedPackets += change;
    }

    /// Entries of this compartment in the flow table.
    public int flowEntries() {
        return flowEntries;
    }

    public void addFlowEntries(int change) {
        flowEntries += change;
    }
}
