package io.hnvgateway.nat;

/// The sessions, found by mapping and remote endpoint. Owner: one worker thread.
final class SessionTable {
    static final int NONE = SessionRecord.NONE;

    private final Slots slots;
    private final Chains index;
    private final long seed;

    SessionTable(long base, int capacity, long seed) {
        slots = new Slots(base, capacity, SessionRecord.BYTES, SessionRecord.NEXT);
        index = new Chains(slots, SessionRecord.NEXT);
        this.seed = seed;
    }

    long address(int slot) {
        return slots.address(slot);
    }

    /// The session of a mapping with the tuple's remote endpoint, or NONE.
    int find(int mapping, Tuple t) {
        int slot = index.first(hash(mapping, t.remoteAddress, t.remotePort));
        while (slot != NONE && !matches(slots.address(slot), mapping, t)) {
            slot = index.next(slot);
        }
        return slot;
    }

    /// Makes a record; the caller sets its state.
    ///
    /// @return its slot, or NONE when the table is full
    int add(int mapping, Tuple t) {
        int slot = slots.allocate();
        if (slot == NONE) {
            return NONE;
        }
        SessionRecord.write(slots.address(slot), mapping, t);
        index.add(hash(mapping, t.remoteAddress, t.remotePort), slot);
        return slot;
    }

    void remove(int slot) {
        long s = slots.address(slot);
        long hash =
                hash(
                        SessionRecord.mapping(s),
                        SessionRecord.remoteAddress(s),
                        SessionRecord.remotePort(s));
        index.remove(hash, slot);
        SessionRecord.state(s, SessionRecord.FREE);
        slots.free(slot);
    }

    /// Slots from here on were never used.
    int bound() {
        return slots.bound();
    }

    int used() {
        return slots.used();
    }

    int capacity() {
        return slots.capacity();
    }

    private static boolean matches(long s, int mapping, Tuple t) {
        return SessionRecord.mapping(s) == mapping
                && SessionRecord.remoteAddress(s) == t.remoteAddress
                && SessionRecord.remotePort(s) == t.remotePort;
    }

    private long hash(int mapping, int remoteAddress, int remotePort) {
        long remote = (long) remoteAddress << 32 | remotePort;
        return SplitMix.mix(SplitMix.mix(seed ^ remote) + mapping);
    }
}
