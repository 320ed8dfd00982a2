package io.hnvgateway.lab.equality;

import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.FlowEntry;
import io.hnvgateway.packet.flow.FlowEntryLayout;
import io.hnvgateway.packet.flow.FlowTables;

/// What may change of a flow entry without a decision, and what tells that somebody decided.
///
/// @param word sequence and state: another once somebody wrote the entry
/// @param lastUse in the unit of [FlowEntry#coarse]
/// @param acknowledged high half of a TCP acknowledgement number
/// @param packets that the flow has carried
/// @param bytes that the flow has carried
record EntryState(long word, int lastUse, int acknowledged, long packets, long bytes) {
    static final EntryState NONE = new EntryState(0, 0, 0, 0, 0);

    static EntryState of(FlowTables flows, long entry) {
        return entry == 0
                ? NONE
                : new EntryState(
                        Memory.getLongNative(entry + FlowEntryLayout.SEQUENCE),
                        FlowEntry.lastUse(entry),
                        FlowEntry.acknowledged(entry),
                        flows.packets(entry),
                        flows.bytes(entry));
    }

    /// Whether one packet was carried since, by the decision that the entry held then.
    boolean carriedOneSince(EntryState before) {
        return word == before.word && packets == before.packets + 1;
    }

    /// Puts back what the other executor is to note by itself; counters go on.
    void putBack(long entry) {
        Memory.putIntNative(entry + FlowEntryLayout.LAST_USE, lastUse);
        Memory.putShortNative(entry + FlowEntryLayout.ACKNOWLEDGED, acknowledged >>> 16);
    }
}
