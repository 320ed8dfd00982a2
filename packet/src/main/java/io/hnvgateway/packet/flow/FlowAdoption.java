package io.hnvgateway.packet.flow;

import java.util.BitSet;

/// Takes over the entries that an earlier process left in a table, while an XDP program may still
/// execute them: each change is published as any other writer's.
///
/// What a killed writer left half written is healed into a tombstone, for a probe may lead over it.
/// An entry is kept only where a look-up of its key finds it, and if the proof believes it. One
/// without a session that carried nothing for [FlowTables#IDLE_NS] goes: its sweep may have been no
/// process's. One into a tunnel goes, and is not counted: indexes of tunnels belong to one process,
/// no XDP program runs such an entry, and the next packet makes another one.
public final class FlowAdoption {
    /// A program's clock is ahead of `now` by as long as the adoption takes.
    private static final int AHEAD_COARSE = 1 << 16;

    private static final int IDLE_COARSE = FlowEntry.coarse(FlowTables.IDLE_NS);

    private final FlowTable table;
    private final FlowProof proof;
    private final int now;
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();
    private final FlowAction found = new FlowAction();
    private int live;
    private int tombstones;
    private int healed;
    private int refused;
    private int idle;

    FlowAdoption(FlowTable table, FlowProof proof, long nowNs) {
        this.table = table;
        this.proof = proof;
        this.now = FlowEntry.coarse(nowNs);
    }

    /// What became of a table's entries.
    ///
    /// @param live kept
    /// @param healed half written, or of a state that no version writes
    /// @param refused whole, but not where its key is looked for, twice there, or not believed
    /// @param idle without a session, and not used for too long
    public record Adopted(int live, int healed, int refused, int idle) {
        public Adopted plus(Adopted other) {
            return new Adopted(
                    live + other.live,
                    healed + other.healed,
                    refused + other.refused,
                    idle + other.idle);
        }
    }

    Adopted run() {
        BitSet written = table.written();
        // all of them first: a look-up must not meet one
        written.stream().forEach(slot -> heal(table.entry(slot)));
        written.stream().forEach(slot -> take(table.entry(slot)));
        table.adopted(live, tombstones);
        return new Adopted(live, healed, refused, idle);
    }

    private void heal(long entry) {
        long word = FlowEntry.word(entry);
        if (FlowEntry.inFlux(word)
                || Integer.compareUnsigned(FlowEntry.stateOf(word), FlowEntryLayout.TOMBSTONE)
                        > 0) {
            // An even sequence that no reader has seen yet; its fields are nobody's any more.
            bury(entry, FlowEntry.inFlux(word) ? word - 1 : word);
            healed++;
        }
    }

    private void bury(long entry, long before) {
        FlowEntry.tombstoneTime(entry, now);
        FlowEntry.unlock(entry, before, FlowEntryLayout.TOMBSTONE);
    }

    private void take(long entry) {
        long word = FlowEntry.word(entry);
        if (FlowEntry.live(word)) {
            takeLive(entry);
        } else if (FlowEntry.stateOf(word) == FlowEntryLayout.TOMBSTONE) {
            tombstones++;
        }
    }

    private void takeLive(long entry) {
        boolean found = isFound(entry);
        boolean tunnel = action.has(FlowAction.TUNNEL);
        boolean over = found && !tunnel && isIdle(entry);
        if (found && !tunnel && !over && proof.believes(entry, key, action)) {
            table.retain(action);
            live++;
        } else {
            bury(entry, FlowEntry.lock(entry));
            idle += over ? 1 : 0;
            refused += over || tunnel ? 0 : 1;
            tombstones++;
        }
    }

    /// Asked of its session where it has one. No use lies ahead: one that says so would keep entry
    /// and session for weeks.
    private boolean isIdle(long entry) {
        int ago = now - FlowEntry.lastUse(entry);
        if (ago < -AHEAD_COARSE) {
            FlowEntry.touch(entry, now);
            ago = 0;
        }
        return action.session == FlowAction.NO_SESSION && ago >= IDLE_COARSE;
    }

    /// Copies the entry into key and action; false if a look-up of its key ends elsewhere.
    private boolean isFound(long entry) {
        return table.read(entry, key, action) && table.find(key, found) == entry;
    }
}
