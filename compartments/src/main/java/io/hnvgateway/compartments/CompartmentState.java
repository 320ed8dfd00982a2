package io.hnvgateway.compartments;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What a compartment accumulates while it lives: counters and the budgets that keep it from taking
/// more than its share. Survives changes of configuration.
///
/// What every packet writes, the counters, each worker has for itself; what only the slow path
/// writes is shared, so that a compartment's limits are the same with any number of workers.
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

    /// Packets to the speakers of BGP, of all its peers together.
    private static final int PUNTS_PER_SECOND = 8000;

    private static final int PUNT_BURST = 4000;

    private final TrafficTotals totals;
    private final TokenBucket icmpErrors =
            new TokenBucket(ICMP_ERRORS_PER_SECOND, ICMP_ERROR_BURST);

    private final TokenBucket answers = new TokenBucket(ANSWERS_PER_SECOND, ANSWER_BURST);
    private final TokenBucket neighborRequests =
            new TokenBucket(NEIGHBOR_REQUESTS_PER_SECOND, NEIGHBOR_REQUEST_BURST);
    private final TokenBucket punts = new TokenBucket(PUNTS_PER_SECOND, PUNT_BURST);
    private final RecordBudgets records = new RecordBudgets();
    private final AtomicInteger heldFrames = new AtomicInteger();
    private final AtomicInteger fragmentedPackets = new AtomicInteger();
    private final AtomicInteger ipv4FlowEntries = new AtomicInteger();
    private final AtomicInteger ipv6FlowEntries = new AtomicInteger();
    private volatile @Nullable TrafficCounters[] ofWorkers = {};

    /// Of a compartment whose packets the workers alone carry.
    public CompartmentState() {
        this(ExecutedTraffic.NONE);
    }

    /// Of a compartment whose packets another executor carries too.
    public CompartmentState(ExecutedTraffic executed) {
        totals = new TrafficTotals(this, executed);
    }

    /// The counters of all workers and of the other executor together.
    public TrafficTotals counters() {
        return totals;
    }

    /// The counters that a worker writes, made when it asks first.
    ///
    /// @param worker 0..workers - 1
    public TrafficCounters counters(int worker) {
        @Nullable TrafficCounters[] all = ofWorkers;
        TrafficCounters own = worker < all.length ? all[worker] : null;
        return own == null ? add(worker) : own;
    }

    private synchronized TrafficCounters add(int worker) {
        @Nullable TrafficCounters[] all =
                Arrays.copyOf(ofWorkers, Math.max(ofWorkers.length, worker + 1));
        TrafficCounters added = new TrafficCounters();
        all[worker] = added;
        ofWorkers = all;
        return added;
    }

    @Nullable TrafficCounters[] ofWorkers() {
        return ofWorkers;
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

    public TokenBucket punts() {
        return punts;
    }

    public RecordBudgets records() {
        return records;
    }

    /// Frames of this compartment that wait for a neighbour or a first fragment.
    public int heldFrames() {
        return heldFrames.get();
    }

    public void addHeldFrames(int change) {
        heldFrames.getAndAdd(change);
    }

    /// Fragmented packets of this compartment that are being tracked.
    public int fragmentedPackets() {
        return fragmentedPackets.get();
    }

    public void addFragmentedPackets(int change) {
        fragmentedPackets.getAndAdd(change);
    }

    /// Entries of this compartment in both flow tables.
    public int flowEntries() {
        return ipv4FlowEntries.get() + ipv6FlowEntries.get();
    }

    /// Entries of this compartment in the flow table of one family.
    public int flowEntries(boolean ipv6) {
        return (ipv6 ? ipv6FlowEntries : ipv4FlowEntries).get();
    }

    public void addFlowEntries(boolean ipv6, int change) {
        (ipv6 ? ipv6FlowEntries : ipv4FlowEntries).getAndAdd(change);
    }
}
