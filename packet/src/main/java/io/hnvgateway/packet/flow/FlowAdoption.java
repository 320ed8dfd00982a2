package io.hnvgateway.packet.flow;

/// Takes over the entries that an earlier process left in a table, while an XDP program may still
/// execute them: each change is published as any other writer's.
///
/// What a killed writer left half written is healed into a tombstone, for a probe may lead over it.
/// An entry is kept only where a look-up of its key finds it, and if the proof believes it. One
/// into a tunnel goes, and is not counted: indexes of tunnels belong to one process, no XDP program
/// runs such an entry, and the next packet makes another one.
public final class FlowAdoption {
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
    public record Adopted(int live, int healed, int refused) {
        public Adopted plus(Adopted other) {
            return new Adopted(live + other.live, healed + other.healed, refused + other.refused);
        }
    }

    Adopted run() {
        for (int slot = 0; slot < table.capacity(); slot++) {
            heal(table.entry(slot)); // all of them first: a look-up must not meet one
        }
        for (int slot = 0; slot < table.capacity(); slot++) {
            take(table.entry(slot));
        }
        table.adopted(live, tombstones);
        return new Adopted(live, healed, refused);
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
            if (isFound(entry)
                    && !action.has(FlowAction.TUNNEL)
                    && proof.believes(entry, key, action)) {
                table.retain(action);
                live++;
            } else {
                long before = FlowEntry.lock(entry);
                bury(entry, before);
                refused += action.has(FlowAction.TUNNEL) ? 0 : 1;
                tombstones++;
            }
        } else if (FlowEntry.stateOf(word) == FlowEntryLayout.TOMBSTONE) {
            tombstones++;
        }
    }

    /// Copies the entry into key and action; false if a look-up of its key ends elsewhere.
    private boolean isFound(long entry) {
        return table.read(entry, key, action) && table.find(key, found) == entry;
    }
}
