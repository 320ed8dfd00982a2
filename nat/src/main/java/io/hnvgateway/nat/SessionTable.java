package io.hnvgateway.nat;

/// The sessions, found by mapping and remote endpoint. Owner: one worker thread.
final class SessionTable {
    static final int NONE = SessionRecord.NONE;

    private final Slots slots;
    private final Chains index;
    private final LinkedChains peers;
    private final long seed;

    SessionTable(long base, int capacity, long seed) {
        slots = new Slots(base, capacity, SessionRecord.BYTES, SessionRecord.NEXT);
        index = new Chains(slots, SessionRecord.NEXT);
        peers = new LinkedChains(slots, SessionRecord.NEXT_OF_PEER, SessionRecord.PREVIOUS_OF_PEER);
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

    /// The newest session of a mapping with the remote address, whatever its port, or NONE.
    int firstOfPeer(int mapping, int remoteAddress) {
        int slot = peers.first(peerHash(mapping, remoteAddress));
        while (slot != NONE && !isOfPeer(slots.address(slot), mapping, remoteAddress)) {
            slot = peers.next(slot);
        }
        return slot;
    }

    /// Head of the chain that a session of the mapping with the tuple's remote endpoint stands in,
    /// or NONE; for [OpeningPass].
    int head(int mapping, Tuple t) {
        return index.first(hash(mapping, t.remoteAddress, t.remotePort));
    }

    /// Head of the chain of the mapping's sessions with the tuple's remote address, or NONE.
    int headOfPeer(int mapping, Tuple t) {
        return peers.first(peerHash(mapping, t.remoteAddress));
    }

    /// As [Slots#upcoming].
    int upcoming(int[] into, int most) {
        return slots.upcoming(into, most);
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
        peers.add(peerHash(mapping, t.remoteAddress), slot);
        return slot;
    }

    void remove(int slot) {
        long s = slots.address(slot);
        int mapping = SessionRecord.mapping(s);
        int remoteAddress = SessionRecord.remoteAddress(s);
        index.remove(hash(mapping, remoteAddress, SessionRecord.remotePort(s)), slot);
        peers.remove(peerHash(mapping, remoteAddress), slot);
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

    private static boolean isOfPeer(long s, int mapping, int remoteAddress) {
        return SessionRecord.mapping(s) == mapping
                && SessionRecord.remoteAddress(s) == remoteAddress;
    }

    private long peerHash(int mapping, int remoteAddress) {
        return SplitMix.mix(seed ^ ((long) mapping << 32 | Integer.toUnsignedLong(remoteAddress)));
    }

    private long hash(int mapping, int remoteAddress, int remotePort) {
        long remote = (long) remoteAddress << 32 | remotePort;
        return SplitMix.mix(SplitMix.mix(seed ^ remote) + mapping);
    }
}
