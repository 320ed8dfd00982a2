package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.WrittenRecords;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/// Flows of one family: open addressing with linear probing over memory that others may map. The
/// families differ in the length of an entry alone ([FlowEntryLayout]).
///
/// - A probe looks at [#PROBES] slots at most and ends early at EMPTY only.
/// - An entry is published under its sequence: a reader in whose time it was written misses.
/// - A removed entry stays a tombstone for at least one second, so that a reader who still holds
///   its address meets no stranger there.
///
/// Any thread may find; a key is inserted, updated and removed by the owner of its flow alone, but
/// different keys' owners, and a sweeper that removes, may work at once. All times are
/// CLOCK_MONOTONIC in ns.
public final class FlowTable {
    public static final int PROBES = 16;

    /// At least one second in coarse units, whatever was cut off on both sides.
    static final int TOMBSTONE_UNITS = 955;

    /// A clock may lag another by this much (18 minutes); beyond, the difference wrapped.
    private static final int LAG_UNITS = 1 << 20;

    private final boolean ipv6;
    private final int entryShift;
    private final long base;
    private final int mask;
    private final FlowHash hash;
    private final FlowCounters counters;
    private final AdjacencyReferences references;
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicInteger tombstones = new AtomicInteger();

    /// An IPv4 table that counts no references to adjacencies.
    public FlowTable(MemorySegment slots, long seed) {
        this(slots, seed, new AdjacencyReferences(0));
    }

    /// An IPv4 table over zeroed memory: [FlowEntryLayout#BYTES] an entry.
    ///
    /// @param slots 64-byte aligned, a power of two of entries; kept reachable by the caller
    /// @param seed secret of the hash
    /// @param references gets one count for each adjacency that a live entry names
    public FlowTable(MemorySegment slots, long seed, AdjacencyReferences references) {
        this(slots, FlowCounters.NONE, seed, references, false);
    }

    /// As [#FlowTable(MemorySegment, long, AdjacencyReferences)], with a counter for each slot.
    public FlowTable(
            MemorySegment slots, FlowCounters counters, long seed, AdjacencyReferences references) {
        this(slots, counters, seed, references, false);
    }

    /// An IPv6 table: as [#FlowTable(MemorySegment, long, AdjacencyReferences)], but
    /// [FlowEntryLayout#IPV6_BYTES] an entry.
    public static FlowTable ipv6(MemorySegment slots, long seed, AdjacencyReferences references) {
        return new FlowTable(slots, FlowCounters.NONE, seed, references, true);
    }

    /// As [#ipv6(MemorySegment, long, AdjacencyReferences)], with a counter for each slot.
    public static FlowTable ipv6(
            MemorySegment slots, FlowCounters counters, long seed, AdjacencyReferences references) {
        return new FlowTable(slots, counters, seed, references, true);
    }

    private FlowTable(
            MemorySegment slots,
            FlowCounters counters,
            long seed,
            AdjacencyReferences references,
            boolean ipv6) {
        int entryBytes = ipv6 ? FlowEntryLayout.IPV6_BYTES : FlowEntryLayout.BYTES;
        long capacity = slots.byteSize() / entryBytes;
        if (Long.bitCount(slots.byteSize()) != 1 || capacity < PROBES || capacity > 1 << 30) {
            throw new IllegalArgumentException(
                    "capacity must be a power of two, at least " + PROBES);
        }
        if (counters.capacity() != 0 && counters.capacity() < capacity) {
            throw new IllegalArgumentException("fewer counters than slots");
        }
        if (slots.address() % FlowEntryLayout.BYTES != 0) {
            throw new IllegalArgumentException("slots must be aligned to 64 bytes");
        }
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("the flow table's layout is little endian");
        }
        this.ipv6 = ipv6;
        entryShift = Integer.numberOfTrailingZeros(entryBytes);
        base = slots.address();
        mask = (int) capacity - 1;
        hash = new FlowHash(seed);
        this.counters = counters;
        this.references = references;
        Memory.register(slots);
    }

    /// Looks a flow up and copies its action.
    ///
    /// @return the entry's address; 0 on a miss or while the entry is being written, `into` then
    ///   holds nothing of use
    public long find(FlowKey key, FlowAction into) {
        return find(key, hash(key), into);
    }

    /// As [#find(FlowKey, FlowAction)], the hash known already: batches work in passes (hash, then
    /// [#warm], then find), so that their cache misses overlap.
    public long find(FlowKey key, int hash, FlowAction into) {
        long word0 = key.word0();
        long word1 = key.word1();
        for (int i = 0; i < PROBES; i++) {
            long entry = entry(hash + i);
            long word = FlowEntry.word(entry);
            if (FlowEntry.empty(word)) {
                return 0;
            }
            if (FlowEntry.live(word)
                    && FlowEntry.matches(entry, word0, word1, key.protocol)
                    && (!ipv6 || FlowEntry.matchesIpv6(entry, key))) {
                readAction(entry, into);
                return FlowEntry.unchanged(entry, word) ? entry : 0;
            }
        }
        return 0;
    }

    /// As [#find(FlowKey, int, FlowAction)] in an IPv4 table, for a [HitRecord] that has key and
    /// hash: gives it the entry's address and a copy.
    ///
    /// @return false on a miss or while the entry is being written
    boolean find(long hit) {
        long word0 = Memory.getLongNative(hit + HitRecord.WORD0);
        long word1 = Memory.getLongNative(hit + HitRecord.WORD1);
        int protocol = HitRecord.protocol(hit);
        int home = Memory.getIntNative(hit + HitRecord.HASH);
        for (int i = 0; i < PROBES; i++) {
            long entry = entry(home + i);
            long word = FlowEntry.word(entry);
            if (FlowEntry.live(word) && FlowEntry.matches(entry, word0, word1, protocol)) {
                HitRecord.copy(hit, entry);
                Memory.putLongNative(hit + HitRecord.ENTRY, entry);
                return FlowEntry.unchanged(entry, word);
            }
            if (FlowEntry.empty(word)) {
                return false;
            }
        }
        return false;
    }

    /// As [#hash(FlowKey)] of an IPv4 key, by its words.
    int hash(long word0, long word1, int protocol) {
        return hash.hash(word0, word1, protocol);
    }

    /// The hash that [#find(FlowKey, int, FlowAction)] and [#warm] take.
    public int hash(FlowKey key) {
        return hash.hash(key);
    }

    /// Brings the first slot of a hash and its counter into the cache.
    ///
    /// @return a number to add up and keep, so that the read is not optimized away
    public long warm(int hash) {
        return Memory.getLongNative(entry(hash)) + counters.warm(hash & mask);
    }

    /// Puts a flow in. A live entry with the same key is updated instead.
    ///
    /// @param action [FlowAction#isNew] tells afterwards whether a slot was taken
    /// @return the entry's address; 0 when no slot among its probes is free
    public long insert(FlowKey key, FlowAction action, long nowNs) {
        int home = hash.hash(key);
        int now = FlowEntry.coarse(nowNs);
        action.isNew = false;
        long existing = overwrite(home, key, action);
        if (existing != 0) {
            FlowEntry.touch(existing, now);
            return existing;
        }
        int i = 0;
        while (i < PROBES) {
            long entry = entry(home + i);
            long word = FlowEntry.word(entry);
            if (!free(entry, word, now) || !FlowEntry.claim(entry, word)) {
                i++;
            } else if (reachable(home, i)) {
                fill(entry, word, key, action, now);
                action.isNew = true;
                return entry;
            } else {
                FlowEntry.unlock(entry, word, FlowEntry.stateOf(word));
                i = 0;
            }
        }
        return 0;
    }

    /// False when a slot before the claimed one has become EMPTY since it was passed over
    /// ([#reclaim] on another thread): a probe would end there.
    boolean reachable(int home, int claimed) {
        for (int i = 0; i < claimed; i++) {
            if (FlowEntry.empty(settled(entry(home + i)))) {
                return false;
            }
        }
        return true;
    }

    private long overwrite(int home, FlowKey key, FlowAction action) {
        for (int i = 0; i < PROBES; i++) {
            long entry = entry(home + i);
            long word = settled(entry);
            if (FlowEntry.empty(word)) {
                return 0;
            }
            if (FlowEntry.live(word) && matches(entry, key) && updateIf(entry, key, action)) {
                return entry;
            }
        }
        return 0;
    }

    boolean matches(long entry, FlowKey key) {
        return FlowEntry.matches(entry, key.word0(), key.word1(), key.protocol)
                && (!ipv6 || FlowEntry.matchesIpv6(entry, key));
    }

    private void writeAction(long entry, FlowAction action) {
        FlowEntry.writeAction(entry, action);
        if (ipv6) {
            FlowEntry.writeIpv6(entry, action);
        }
    }

    private void readAction(long entry, FlowAction into) {
        FlowEntry.readAction(entry, into);
        if (ipv6) {
            FlowEntry.readIpv6(entry, into);
        }
    }

    private static long settled(long entry) {
        long word = FlowEntry.word(entry);
        while (FlowEntry.inFlux(word)) {
            Thread.onSpinWait();
            word = FlowEntry.word(entry);
        }
        return word;
    }

    private boolean updateIf(long entry, FlowKey key, FlowAction action) {
        long word = FlowEntry.lock(entry);
        boolean same = FlowEntry.stateOf(word) == FlowEntryLayout.LIVE && matches(entry, key);
        if (same) {
            action.formerAction = FlowEntry.action(entry);
            action.formerOwner = FlowEntry.owner(entry);
            action.formerSession = FlowEntry.session(entry);
            replaceAction(entry, action);
        }
        FlowEntry.unlock(entry, word, FlowEntry.stateOf(word));
        return same;
    }

    /// Makes the decision in a live entry void: the flow's next packet is decided anew and gives
    /// the entry its new action. Without effect on an entry that has another key by now. Any
    /// thread.
    ///
    /// @return true when it was done
    public boolean invalidate(long entry, FlowKey key) {
        long word = FlowEntry.lock(entry);
        boolean same = FlowEntry.stateOf(word) == FlowEntryLayout.LIVE && matches(entry, key);
        if (same) {
            // Generations only grow: one that is past never comes back.
            FlowEntry.generation(entry, FlowEntry.generation(entry) - 1);
        }
        FlowEntry.unlock(entry, word, FlowEntry.stateOf(word));
        return same;
    }

    private static boolean free(long entry, long word, int now) {
        return FlowEntry.empty(word) || oldTombstone(entry, word, now);
    }

    private static boolean oldTombstone(long entry, long word, int now) {
        if (FlowEntry.inFlux(word) || FlowEntry.stateOf(word) != FlowEntryLayout.TOMBSTONE) {
            return false;
        }
        int age = now - FlowEntry.tombstoneTime(entry);
        return age >= TOMBSTONE_UNITS || age < -LAG_UNITS;
    }

    private void fill(long entry, long word, FlowKey key, FlowAction action, int now) {
        FlowEntry.writeKey(entry, key);
        if (ipv6) {
            FlowEntry.writeIpv6(entry, key);
        }
        writeAction(entry, action);
        FlowEntry.touch(entry, now);
        FlowEntry.acknowledged(entry, 0);
        counters.reset(slot(entry));
        references.retain(action.ingressAdjacency, action.egressAdjacency);
        FlowEntry.unlock(entry, word, FlowEntryLayout.LIVE);
        live.getAndIncrement();
        if (FlowEntry.stateOf(word) == FlowEntryLayout.TOMBSTONE) {
            tombstones.getAndDecrement();
        }
    }

    private void replaceAction(long entry, FlowAction action) {
        int ingress = FlowEntry.ingressAdjacency(entry);
        int egress = FlowEntry.egressAdjacency(entry);
        references.retain(action.ingressAdjacency, action.egressAdjacency);
        writeAction(entry, action);
        references.release(ingress, egress);
    }

    /// Gives a live entry another action; without effect on any other.
    ///
    /// @return true when it was live
    public boolean update(long entry, FlowAction action) {
        long word = FlowEntry.lock(entry);
        boolean alive = FlowEntry.stateOf(word) == FlowEntryLayout.LIVE;
        if (alive) {
            replaceAction(entry, action);
        }
        FlowEntry.unlock(entry, word, FlowEntry.stateOf(word));
        return alive;
    }

    /// Removes a live entry; without effect on any other.
    ///
    /// @return true when it was live
    public boolean remove(long entry, long nowNs) {
        long word = FlowEntry.lock(entry);
        boolean alive = FlowEntry.stateOf(word) == FlowEntryLayout.LIVE;
        if (alive) {
            int ingress = FlowEntry.ingressAdjacency(entry);
            int egress = FlowEntry.egressAdjacency(entry);
            FlowEntry.tombstoneTime(entry, FlowEntry.coarse(nowNs));
            references.release(ingress, egress);
            live.getAndDecrement();
            tombstones.getAndIncrement();
        }
        int state = alive ? FlowEntryLayout.TOMBSTONE : FlowEntry.stateOf(word);
        FlowEntry.unlock(entry, word, state);
        return alive;
    }

    /// Makes an old tombstone EMPTY when the slot behind it is EMPTY, so that no live entry lies
    /// beyond it. A sweeper that walks from the last slot to the first so shortens the probes
    /// again.
    ///
    /// @return true when it was done
    public boolean reclaim(int slot, long nowNs) {
        long entry = entry(slot);
        long next = entry(slot + 1);
        long word = FlowEntry.word(entry);
        long nextWord = FlowEntry.word(next);
        if (!oldTombstone(entry, word, FlowEntry.coarse(nowNs))
                || !FlowEntry.empty(nextWord)
                || !FlowEntry.claim(next, nextWord)) {
            return false;
        }
        boolean claimed = FlowEntry.claim(entry, word);
        if (claimed) {
            FlowEntry.unlock(entry, word, FlowEntryLayout.EMPTY);
            tombstones.getAndDecrement();
        }
        FlowEntry.unlock(next, nextWord, FlowEntryLayout.EMPTY);
        return claimed;
    }

    /// Notes that a packet used the entry.
    public void touch(long entry, long nowNs) {
        FlowEntry.touch(entry, FlowEntry.coarse(nowNs));
    }

    /// Notes a packet that the flow's entry carried: time of use, counters, and the acknowledgement
    /// by which NAT judges a RST ([FlowEntryLayout#ACKNOWLEDGED]).
    public void carried(long entry, Packet p, long nowNs) {
        noteUse(entry, p, nowNs);
        count(entry, p.ipTotalBytes);
    }

    /// As [#carried(long, Packet, long)] of a packet that has not left yet: all but the counters.
    public void noteUse(long entry, Packet p, long nowNs) {
        touch(entry, nowNs);
        if ((p.tcpFlags & TcpHeader.ACK) != 0) {
            acknowledged(entry, TcpHeader.acknowledgment(p.transport));
        }
    }

    /// As [#carried(long, Packet, long)], without the acknowledgement.
    void carried(long entry, int totalBytes, int coarseNow) {
        FlowEntry.touch(entry, coarseNow);
        count(entry, totalBytes);
    }

    /// Counts a packet that left, of which the caller notes all else.
    public void count(long entry, int totalBytes) {
        counters.count(slot(entry), totalBytes);
    }

    /// Notes an acknowledgement number of the flow's packets.
    public void acknowledged(long entry, int number) {
        FlowEntry.acknowledged(entry, number);
    }

    /// Lets no executor run a live entry until it gets another action; it keeps its place and what
    /// it counted.
    public void suspend(long entry) {
        long word = FlowEntry.lock(entry);
        if (FlowEntry.stateOf(word) == FlowEntryLayout.LIVE) {
            int flags = FlowAction.SUSPENDED | FlowAction.JAVA_ONLY;
            FlowEntry.flags(entry, FlowEntry.flags(entry) | flags);
        }
        FlowEntry.unlock(entry, word, FlowEntry.stateOf(word));
    }

    /// Packets that an entry's flow has carried.
    public long packets(long entry) {
        return counters.packets(slot(entry));
    }

    /// Bytes that an entry's flow has carried: IP total lengths.
    public long bytes(long entry) {
        return counters.bytes(slot(entry));
    }

    /// Tells what live entries have carried; one that changes in that moment is left out. Any
    /// thread.
    ///
    /// @param from the first slot
    /// @param slots how many
    public void tellCarried(int from, int slots, CarriedFlows to) {
        for (int slot = from; slot < from + slots; slot++) {
            long entry = entry(slot);
            long word = FlowEntry.word(entry);
            long packets = FlowEntry.live(word) ? counters.packets(slot) : 0;
            if (packets != 0) {
                long bytes = counters.bytes(slot);
                int owner = FlowEntry.owner(entry);
                int action = FlowEntry.action(entry);
                int session = FlowEntry.session(entry);
                if (FlowEntry.unchanged(entry, word)) {
                    to.carried(owner, action, session, packets, bytes);
                }
            }
        }
    }

    /// Takes the packets that an entry's flow has carried out of its counter, which goes on from 0.
    public long takePackets(long entry) {
        return counters.take(slot(entry), FlowCounterLayout.PACKETS);
    }

    /// As [#takePackets], the bytes.
    public long takeBytes(long entry) {
        return counters.take(slot(entry), FlowCounterLayout.BYTE_COUNT);
    }

    /// Coarse time of the last use; see [FlowEntry#coarse].
    public int lastUse(long entry) {
        return FlowEntry.lastUse(entry);
    }

    /// How long ago it was used, in ns, to 2^20 ns; negative when this clock lags.
    public long idleNs(long entry, long nowNs) {
        return FlowEntry.idleNs(entry, nowNs);
    }

    /// Copies key and action of a live entry, for sweeps and displays.
    ///
    /// @return false when it is not live or is being written
    public boolean read(long entry, FlowKey key, FlowAction action) {
        long word = FlowEntry.word(entry);
        if (!FlowEntry.live(word)) {
            return false;
        }
        FlowEntry.readKey(entry, key);
        key.ipv6 = ipv6;
        if (ipv6) {
            FlowEntry.readIpv6(entry, key);
        }
        readAction(entry, action);
        return FlowEntry.unchanged(entry, word);
    }

    /// Takes over what an earlier process left in the memory: heals what it left half written,
    /// takes out what the proof does not believe, and counts the rest. Before any worker uses the
    /// table; an XDP program may execute its entries meanwhile.
    ///
    /// @param nowNs CLOCK_MONOTONIC, as of the process before: of the same boot
    public FlowAdoption.Adopted adopt(FlowProof proof, long nowNs) {
        return new FlowAdoption(this, proof, nowNs).run();
    }

    /// Slots whose word was ever written.
    BitSet written() {
        return WrittenRecords.in(base, capacity(), 1 << entryShift, 0);
    }

    /// Counts that the entries in the memory have.
    void adopted(int liveEntries, int tombstoneEntries) {
        live.set(liveEntries);
        tombstones.set(tombstoneEntries);
    }

    void retain(FlowAction action) {
        references.retain(action.ingressAdjacency, action.egressAdjacency);
    }

    /// Number of slots.
    public int capacity() {
        return mask + 1;
    }

    /// Address of a slot's entry; the slot number is taken modulo the capacity.
    public long entry(int slot) {
        return Memory.base(base + ((long) (slot & mask) << entryShift));
    }

    /// What names the place of an entry in another process too: its slot + 1.
    public int number(long entry) {
        return slot(entry) + 1;
    }

    /// The entry of a [#number]; 0 for what is none.
    public long entryOf(int number) {
        return number > 0 && number <= capacity() ? entry(number - 1) : 0;
    }

    private int slot(long entry) {
        return (int) ((entry - base) >>> entryShift);
    }

    /// Whether an address lies in this table.
    public boolean holds(long entry) {
        return Long.compareUnsigned(entry - base, (long) capacity() << entryShift) < 0;
    }

    /// The family of its keys.
    public boolean ipv6() {
        return ipv6;
    }

    public int live() {
        return live.get();
    }

    public int tombstones() {
        return tombstones.get();
    }
}
