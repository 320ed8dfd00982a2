package io.hnvgateway.nat;

import io.hnvgateway.packet.checkpoint.Seal;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/// The mappings, found by inside endpoint and by external endpoint. Owner: one worker thread.
final class MappingTable {
    static final int NONE = MappingRecord.NONE;

    private final Slots slots;
    private final Chains inside;
    private final Chains external;
    private final long seed;

    MappingTable(long base, int capacity, long seed) {
        slots = new Slots(base, capacity, MappingRecord.BYTES, MappingRecord.NEXT_EXTERNAL);
        inside = new Chains(slots, MappingRecord.NEXT_INSIDE);
        external = new Chains(slots, MappingRecord.NEXT_EXTERNAL);
        this.seed = seed;
    }

    long address(int slot) {
        return slots.address(slot);
    }

    /// First record of the tuple's inside endpoint, of whatever kind and state, or NONE.
    int firstInside(Tuple t) {
        return matchInside(inside.first(insideHash(t)), t);
    }

    /// The next one after `slot`.
    int nextInside(int slot, Tuple t) {
        return matchInside(inside.next(slot), t);
    }

    /// The live record of the tuple's external endpoint, or NONE.
    int liveExternal(Tuple t) {
        int slot = external.first(externalHash(t.protocol, t.externalAddress, t.externalPort));
        while (slot != NONE && !isLiveExternal(slots.address(slot), t)) {
            slot = external.next(slot);
        }
        return slot;
    }

    /// Head of the chain that the tuple's inside endpoint stands in, or NONE; for [OpeningPass].
    int headInside(Tuple t) {
        return inside.first(insideHash(t));
    }

    /// Head of the chain that the tuple's external endpoint stands in, or NONE.
    int headExternal(Tuple t) {
        return external.first(externalHash(t.protocol, t.externalAddress, t.externalPort));
    }

    /// As [Slots#upcoming].
    int upcoming(int[] into, int most) {
        return slots.upcoming(into, most);
    }

    /// Makes a live record with the tuple's inside and external endpoint.
    ///
    /// @return its slot, or NONE when the table is full
    int add(Tuple t, int kind, long nowNs) {
        int slot = slots.allocate();
        if (slot == NONE) {
            return NONE;
        }
        long m = slots.address(slot);
        Seal.open(MappingRecord.seal(m));
        MappingRecord.write(m, t, nowNs);
        MappingRecord.kind(m, kind);
        int checksum = MappingRecord.checksum(m, seed, MappingRecord.LIVE, false);
        Seal.set(MappingRecord.seal(m), checksum);
        VarHandle.storeStoreFence(); // until it has a state nobody looks at it
        MappingRecord.state(m, MappingRecord.LIVE);
        inside.add(insideHash(t), slot);
        external.add(externalHash(t.protocol, t.externalAddress, t.externalPort), slot);
        return slot;
    }

    /// Whether the record was written to its end by a process with this table. What that process
    /// was about to change in it, and died, is changed.
    boolean proves(int slot) {
        long m = slots.address(slot);
        int state = MappingRecord.state(m);
        boolean unclosed = MappingRecord.unclosed(m);
        for (int other = MappingRecord.LIVE; other <= MappingRecord.ENDING; other++) {
            if (isSealedAs(m, other, unclosed)) {
                MappingRecord.state(m, other);
                return true;
            }
        }
        boolean proved = isSealedAs(m, state, !unclosed);
        if (proved) {
            MappingRecord.unclosed(m, !unclosed);
        }
        return proved;
    }

    private boolean isSealedAs(long m, int state, boolean unclosed) {
        return Seal.isIntact(
                MappingRecord.seal(m), MappingRecord.checksum(m, seed, state, unclosed));
    }

    /// Changes the state of a record in use.
    void state(int slot, int state) {
        long m = slots.address(slot);
        if (MappingRecord.state(m) != state) {
            boolean unclosed = MappingRecord.unclosed(m);
            Seal.renew(MappingRecord.seal(m), MappingRecord.checksum(m, seed, state, unclosed));
            MappingRecord.state(m, state);
        }
    }

    /// Notes that a session ended whose ends may still send.
    void endedUnclosed(int slot, int coarse) {
        long m = slots.address(slot);
        MappingRecord.endedCoarse(m, coarse);
        if (!MappingRecord.unclosed(m)) {
            int state = MappingRecord.state(m);
            Seal.renew(MappingRecord.seal(m), MappingRecord.checksum(m, seed, state, true));
            MappingRecord.unclosed(m, true);
        }
    }

    /// Indexes a record that an earlier process left; [#adopt] follows.
    void index(int slot) {
        long m = slots.address(slot);
        inside.add(insideHashOf(m), slot);
        external.add(externalHashOf(m), slot);
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
        long m = slots.address(slot);
        MappingRecord.state(m, MappingRecord.FREE);
        VarHandle.storeStoreFence(); // at no moment a record without a seal
        Seal.open(MappingRecord.seal(m));
    }

    void remove(int slot) {
        long m = slots.address(slot);
        inside.remove(insideHashOf(m), slot);
        external.remove(externalHashOf(m), slot);
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

    private int matchInside(int from, Tuple t) {
        int slot = from;
        while (slot != NONE && !isInside(slots.address(slot), t)) {
            slot = inside.next(slot);
        }
        return slot;
    }

    private static boolean isInside(long m, Tuple t) {
        return MappingRecord.insideAddress(m) == t.insideAddress
                && MappingRecord.insidePort(m) == t.insidePort
                && MappingRecord.compartment(m) == t.compartment
                && MappingRecord.protocol(m) == t.protocol;
    }

    private static boolean isLiveExternal(long m, Tuple t) {
        return MappingRecord.externalPort(m) == t.externalPort
                && MappingRecord.externalAddress(m) == t.externalAddress
                && MappingRecord.protocol(m) == t.protocol
                && MappingRecord.state(m) == MappingRecord.LIVE;
    }

    private long insideHash(Tuple t) {
        return insideHash(t.compartment, t.protocol, t.insideAddress, t.insidePort);
    }

    private long insideHashOf(long m) {
        return insideHash(
                MappingRecord.compartment(m),
                MappingRecord.protocol(m),
                MappingRecord.insideAddress(m),
                MappingRecord.insidePort(m));
    }

    private long externalHashOf(long m) {
        return externalHash(
                MappingRecord.protocol(m),
                MappingRecord.externalAddress(m),
                MappingRecord.externalPort(m));
    }

    private long insideHash(int compartment, int protocol, int address, int port) {
        long endpoint = ((long) address << 32) | (protocol << 16) | port;
        return SplitMix.mix(SplitMix.mix(seed ^ endpoint) + compartment);
    }

    private long externalHash(int protocol, int address, int port) {
        return SplitMix.mix(seed ^ (((long) address << 32) | (protocol << 16) | port));
    }
}
