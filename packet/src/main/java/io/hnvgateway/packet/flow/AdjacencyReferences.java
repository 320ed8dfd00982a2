package io.hnvgateway.packet.flow;

import java.util.concurrent.atomic.AtomicIntegerArray;

/// How many live flow entries name each adjacency. Counted by the flow table, read by the conductor
/// before it reuses a slot.
public final class AdjacencyReferences {
    private final AtomicIntegerArray counts;

    /// @param capacity slots; others are not counted
    public AdjacencyReferences(int capacity) {
        counts = new AtomicIntegerArray(capacity);
    }

    /// One more entry names these two.
    public void retain(int ingress, int egress) {
        add(ingress, 1);
        add(egress, 1);
    }

    /// One entry less names these two.
    public void release(int ingress, int egress) {
        add(ingress, -1);
        add(egress, -1);
    }

    /// Entries, and whoever else holds the slot, that name it.
    public int count(int slot) {
        return slot >= 0 && slot < counts.length() ? counts.get(slot) : 0;
    }

    void add(int slot, int change) {
        if (slot >= 0 && slot < counts.length()) {
            counts.getAndAdd(slot, change);
        }
    }
}
