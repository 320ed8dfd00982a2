package io.hnvgateway.nat;

import io.hnvgateway.packet.checkpoint.Seal;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

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

    /// Makes a record.
    ///
    /// @return its slot, or NONE when the table is full
    int add(int mapping, Tuple t, int state) {
        int slot = slots.allocate();
        if (slot == NONE) {
            return NONE;
        }
        long s = slots.address(slot);
        Seal.open(SessionRecord.seal(s));
        SessionRecord.write(s, mapping, t);
        Seal.set(SessionRecord.seal(s), SessionRecord.checksum(s, seed, state));
        VarHandle.storeStoreFence(); // until it has a state nobody looks at it
        SessionRecord.state(s, state);
        index.add(hash(mapping, t.remoteAddress, t.remotePort), slot);
        peers.add(peerHash(mapping, t.remoteAddress), slot);
        return slot;
    }

    /// Whether the record was written to its end by a process with this table. A change of state
    /// that the process died in is finished.
    boolean proves(int slot) {
        long s = slots.address(slot);
        for (int state = SessionRecord.ACTIVE; state <= TcpState.TRANSITORY; state++) {
            int checksum = SessionRecord.checksum(s, seed, state);
            if (Seal.isIntact(SessionRecord.seal(s), checksum)) {
                SessionRecord.state(s, state);
                return true;
            }
        }
        return false;
    }

    /// Changes the state of a record in use.
    void state(int slot, int state) {
        long s = slots.address(slot);
        Seal.renew(SessionRecord.seal(s), SessionRecord.checksum(s, seed, state));
        SessionRecord.state(s, state);
    }

    /// Indexes a record that an earlier process left; [#adopt] follows.
    void index(int slot) {
        long s = slots.address(slot);
        int mapping = SessionRecord.mapping(s);
        int remoteAddress = SessionRecord.remoteAddress(s);
        index.add(hash(mapping, remoteAddress, SessionRecord.remotePort(s)), slot);
        peers.add(peerHash(mapping, remoteAddress), slot);
    }

    /// Goes on with records that an earlier process left, and that are indexed.
    ///
    /// @param bound no record lies from here on
    void adopt(int bound, BitSet used) {
        for (int slot = used.nextClearBit(0); slot < bound; slot = used.nextClearBit(slot + 1)) {
            forget(slot);
        }
        slots.adopt(bound, used);
    }

    private void forget(int slot) {
        long s = slots.address(slot);
        SessionRecord.state(s, SessionRecord.FREE);
        VarHandle.storeStoreFence(); // at no moment a record without a seal
        Seal.open(SessionRecord.seal(s));
    }

    void remove(int slot) {
        long s = slots.address(slot);
        int mapping = SessionRecord.mapping(s);
        int remoteAddress = SessionRecord.remoteAddress(s);
        index.remove(hash(mapping, remoteAddress, SessionRecord.remotePort(s)), slot);
        peers.remove(peerHash(mapping, remoteAddress), slot);
        forget(slot);
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
