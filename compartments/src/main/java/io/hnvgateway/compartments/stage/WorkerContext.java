package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.TrafficCounters;
import io.hnvgateway.packet.FramePool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the stages of one worker share. Owner: the worker thread.
public final class WorkerContext {
    private final int worker;
    private final int workers;
    private final FramePool frames;
    private final CompartmentState defaultState;
    private ForwardingSnapshot snapshot;

    /// By compartment index: this worker's counters, as far as they were asked for under this
    /// snapshot.
    private @Nullable TrafficCounters[] counters;

    private long nowNs;

    /// The context of an only worker.
    ///
    /// @param defaultState counters of the default compartment
    public WorkerContext(
            FramePool frames, CompartmentState defaultState, ForwardingSnapshot first) {
        this(0, 1, frames, defaultState, first);
    }

    /// Builds the context of one worker of several.
    ///
    /// @param worker 0..workers - 1
    public WorkerContext(
            int worker,
            int workers,
            FramePool frames,
            CompartmentState defaultState,
            ForwardingSnapshot first) {
        this.worker = worker;
        this.workers = workers;
        this.frames = frames;
        this.defaultState = defaultState;
        this.snapshot = first;
        counters = new TrafficCounters[first.compartments().limit()];
    }

    /// Which worker this is, from 0.
    public int worker() {
        return worker;
    }

    /// How many there are.
    public int workers() {
        return workers;
    }

    /// Begins a batch: from here on this snapshot and this time hold.
    @SuppressWarnings("ReferenceEquality") // another object is another snapshot
    public void begin(ForwardingSnapshot current, long currentNs) {
        nowNs = currentNs;
        if (snapshot != current) {
            snapshot = current;
            forgetCounters();
        }
    }

    private void forgetCounters() {
        int limit = snapshot.compartments().limit();
        if (limit == counters.length) {
            Arrays.fill(counters, null);
        } else {
            counters = new TrafficCounters[limit];
        }
    }

    public ForwardingSnapshot snapshot() {
        return snapshot;
    }

    /// CLOCK_MONOTONIC, read once a batch.
    public long nowNs() {
        return nowNs;
    }

    public FramePool frames() {
        return frames;
    }

    /// State of a compartment; that of the default compartment for 0 and for one that is gone.
    public CompartmentState state(int index) {
        Compartment compartment = snapshot.compartment(index);
        return compartment == null ? defaultState : compartment.state();
    }

    /// This worker's counters of a compartment.
    public TrafficCounters counters(int index) {
        TrafficCounters known = index < counters.length ? counters[index] : null;
        return known == null ? findCounters(index) : known;
    }

    private TrafficCounters findCounters(int index) {
        TrafficCounters found = state(index).counters(worker);
        if (index < counters.length) {
            counters[index] = found;
        }
        return found;
    }
}
