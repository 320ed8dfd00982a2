package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.stage.FlowCache;
import io.hnvgateway.nat.NatFlows;
import io.hnvgateway.packet.flow.FlowTables;

/// The flow entries of NAT's sessions. Owner: the worker.
final class SessionEntries implements NatFlows {
    private final FlowTables flows;
    private final FlowCache cache;

    SessionEntries(FlowTables flows, FlowCache cache) {
        this.flows = flows;
        this.cache = cache;
    }

    @Override
    public int number(long entry) {
        return flows.ipv4().number(entry);
    }

    @Override
    public long entry(int number) {
        return flows.ipv4().entryOf(number);
    }

    @Override
    public void remove(long entry, long nowNs) {
        cache.remove(entry, nowNs);
    }

    @Override
    public void suspend(long entry) {
        flows.suspend(entry);
    }

    @Override
    public void count(long entry, int totalBytes) {
        flows.count(entry, totalBytes);
    }

    @Override
    public void acknowledged(long entry, int number) {
        flows.acknowledged(entry, number);
    }

    @Override
    public int lastUse(long entry) {
        return flows.lastUse(entry);
    }

    @Override
    public long packets(long entry) {
        return flows.packets(entry);
    }

    @Override
    public long bytes(long entry) {
        return flows.bytes(entry);
    }
}
