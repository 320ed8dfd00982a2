package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(booleans = {false, true})
class FlowTableTest {
    private static final int CAPACITY = 64;
    private static final long SECOND_NS = 1_000_000_000L;

    private final NativeMemory memory = new NativeMemory();
    private final AdjacencyReferences references = new AdjacencyReferences(16);
    private final FlowTable table;
    private final FlowAction found = new FlowAction();
    private long nowNs = 123_456_789_000L;

    FlowTableTest(boolean ipv6) {
        table = memory.table(ipv6, CAPACITY, 0x5eed, references);
    }

    @AfterEach
    void free() {
        memory.close();
    }

    private long insert(FlowKey key, int version) {
        return table.insert(key, Flows.action(key, version), nowNs);
    }

    private long[] insertAll(FlowKey[] keys) {
        long[] entries = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            entries[i] = insert(keys[i], i);
        }
        return entries;
    }

    @Test
    void findsWhatWasInserted() {
        FlowKey key = Flows.key(table.ipv6(), 1);
        long entry = insert(key, 77);
        assertThat(entry).isNotZero();
        assertThat(table.find(key, found)).isEqualTo(entry);
        assertThat(found.session).isEqualTo(77);
        assertThat(Flows.isWhole(found, key)).isTrue();
    }

    @Test
    void missesEveryKeyThatDiffersInOneField() {
        FlowKey key = Flows.key(table.ipv6(), 1);
        insert(key, 1);
        assertThat(table.find(with(key, 0), found)).isNotZero();
        for (int field = 1; field <= (key.ipv6 ? 10 : 6); field++) {
            assertThat(table.find(with(key, field), found)).as("field %d", field).isZero();
        }
    }

    /// A copy of the key that differs in its nth field.
    private static FlowKey with(FlowKey key, int field) {
        FlowKey copy = new FlowKey().set(key);
        switch (field) {
            case 1 -> copy.compartment ^= 1;
            case 2 -> copy.source ^= 1;
            case 3 -> copy.destination ^= 1;
            case 4 -> copy.sourcePort ^= 1;
            case 5 -> copy.destinationPort ^= 1;
            case 6 -> copy.protocol ^= 1;
            case 7 -> copy.sourceHigh ^= 1;
            case 8 -> copy.sourceLow ^= 1;
            case 9 -> copy.destinationHigh ^= 1;
            case 10 -> copy.destinationLow ^= 1;
            default -> {}
        }
        return copy;
    }

    @Test
    void updatesTheEntryOfAKeyInsertedTwice() {
        FlowKey key = Flows.key(table.ipv6(), 1);
        long first = insert(key, 1);
        assertThat(insert(key, 2)).isEqualTo(first);
        assertThat(table.live()).isEqualTo(1);
        table.find(key, found);
        assertThat(found.session).isEqualTo(2);
        assertThat(Flows.isWhole(found, key)).isTrue();
    }

    @Test
    void updateChangesALiveEntryOnly() {
        FlowKey key = Flows.key(table.ipv6(), 1);
        long entry = insert(key, 1);
        assertThat(table.update(entry, Flows.action(key, 2))).isTrue();
        table.find(key, found);
        assertThat(found.session).isEqualTo(2);
        table.remove(entry, nowNs);
        assertThat(table.update(entry, Flows.action(key, 3))).isFalse();
        assertThat(table.find(key, found)).isZero();
    }

    @Test
    void looksAtSixteenSlotsAndNoMore() {
        FlowKey[] keys = Flows.keysOfSlot(table, 40, 17);
        long[] entries = insertAll(keys);
        for (int i = 0; i < 16; i++) {
            assertThat(entries[i]).isEqualTo(table.entry(40 + i));
            assertThat(table.find(keys[i], found)).isEqualTo(entries[i]);
        }
        assertThat(entries[16]).as("seventeenth key of one slot").isZero();
        assertThat(table.find(keys[16], found)).isZero();
    }

    @Test
    void probesGoOnAtTheFirstSlotBehindTheLast() {
        FlowKey[] keys = Flows.keysOfSlot(table, CAPACITY - 1, 2);
        long[] entries = insertAll(keys);
        assertThat(entries[1]).isEqualTo(table.entry(0));
        assertThat(table.find(keys[1], found)).isEqualTo(entries[1]);
    }

    @Test
    void aRemovedEntryLeavesATombstoneThatProbesPass() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 3);
        long[] entries = insertAll(keys);
        assertThat(table.remove(entries[0], nowNs)).isTrue();
        assertThat(FlowEntry.state(entries[0])).isEqualTo(FlowEntryLayout.TOMBSTONE);
        assertThat(table.find(keys[0], found)).isZero();
        assertThat(table.find(keys[2], found)).isEqualTo(entries[2]);
        assertThat(table.remove(entries[0], nowNs)).as("twice").isFalse();
    }

    @Test
    void aTombstoneIsReusedAfterASecondAndNotBefore() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 3);
        long gone = insert(keys[0], 0);
        table.remove(gone, nowNs);
        nowNs += SECOND_NS - 1;
        assertThat(insert(keys[1], 1)).isEqualTo(table.entry(6));
        nowNs += 10_000_000;
        assertThat(insert(keys[2], 2)).isEqualTo(gone);
    }

    @Test
    void noTimeOfRemovalLetsATombstoneBeReusedWithinASecond() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 2);
        for (int i = 0; i < 200; i++) {
            nowNs += 7_654_321;
            long gone = insert(keys[0], i);
            table.remove(gone, nowNs);
            long other = table.insert(keys[1], found, nowNs + SECOND_NS - 1);
            assertThat(other).isNotEqualTo(gone).isNotZero();
            table.remove(other, nowNs);
            nowNs += 2 * SECOND_NS;
        }
    }

    @Test
    void aLaggingClockReusesNoTombstone() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 2);
        long gone = insert(keys[0], 0);
        table.remove(gone, nowNs);
        nowNs -= 50_000_000;
        assertThat(insert(keys[1], 1)).isNotEqualTo(gone);
    }

    @Test
    void aTombstoneIsReusedAfterTheCoarseClockWrapped() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 2);
        long gone = insert(keys[0], 0);
        table.remove(gone, nowNs);
        nowNs += 40L * 86_400 * SECOND_NS;
        assertThat(insert(keys[1], 1)).isEqualTo(gone);
    }

    @Test
    void aLateTouchDoesNotMoveATombstonesTime() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 2);
        long gone = insert(keys[0], 0);
        table.remove(gone, nowNs);
        table.touch(gone, nowNs - 30 * SECOND_NS);
        nowNs += SECOND_NS / 2;
        assertThat(insert(keys[1], 1)).isNotEqualTo(gone);
    }

    @Test
    void missesWhileAnEntryIsBeingWritten() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 2);
        long[] entries = insertAll(keys);
        long word = FlowEntry.lock(entries[0]);
        assertThat(table.find(keys[0], found)).isZero();
        assertThat(table.find(keys[1], found)).as("behind it").isEqualTo(entries[1]);
        FlowEntry.unlock(entries[0], word, FlowEntryLayout.LIVE);
        assertThat(table.find(keys[0], found)).isEqualTo(entries[0]);
    }

    @Test
    void everyWriteChangesTheWord() {
        FlowKey key = Flows.key(table.ipv6(), 1);
        long entry = insert(key, 1);
        long word = FlowEntry.word(entry);
        table.update(entry, Flows.action(key, 1));
        assertThat(FlowEntry.unchanged(entry, word)).isFalse();
    }

    @Test
    void theSequenceWrapsWithoutTouchingTheState() {
        FlowKey key = Flows.key(table.ipv6(), 1);
        long entry = insert(key, 1);
        Memory.putIntNative(entry + FlowEntryLayout.SEQUENCE, -2);
        table.update(entry, Flows.action(key, 2));
        assertThat(Memory.getIntNative(entry + FlowEntryLayout.SEQUENCE)).isZero();
        assertThat(table.find(key, found)).isEqualTo(entry);
    }

    @Test
    void lastUseIsCoarseAndComparedSigned() {
        FlowKey key = Flows.key(table.ipv6(), 1);
        long entry = insert(key, 1);
        assertThat(table.lastUse(entry)).isEqualTo((int) (nowNs >> 20));
        table.touch(entry, nowNs + 5 * SECOND_NS);
        assertThat(table.idleNs(entry, nowNs + 7 * SECOND_NS))
                .isBetween(2 * SECOND_NS - (1 << 20), 2 * SECOND_NS + (1 << 20));
        assertThat(table.idleNs(entry, nowNs + 4 * SECOND_NS)).isNegative();
    }

    @Test
    void reclaimEmptiesOldTombstonesBeforeAnEmptySlotOnly() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 3);
        long[] entries = insertAll(keys);
        table.remove(entries[0], nowNs);
        table.remove(entries[2], nowNs);
        assertThat(table.reclaim(7, nowNs)).as("too young").isFalse();
        nowNs += 2 * SECOND_NS;
        assertThat(table.reclaim(5, nowNs)).as("a live entry behind").isFalse();
        assertThat(table.reclaim(6, nowNs)).as("live").isFalse();
        assertThat(table.reclaim(7, nowNs)).isTrue();
        assertThat(FlowEntry.state(entries[2])).isEqualTo(FlowEntryLayout.EMPTY);
        assertThat(table.find(keys[1], found)).isEqualTo(entries[1]);
        assertThat(table.tombstones()).isEqualTo(1);
    }

    @Test
    void aClaimIsUselessWhenASlotBeforeItBecameEmpty() {
        FlowKey[] keys = Flows.keysOfSlot(table, 5, 2);
        long[] entries = insertAll(keys);
        assertThat(table.reachable(5, 2)).isTrue();
        table.remove(entries[1], nowNs);
        assertThat(table.reachable(5, 2)).as("a tombstone is passed").isTrue();
        table.reclaim(6, nowNs + 2 * SECOND_NS);
        assertThat(table.reachable(5, 2)).isFalse();
    }

    @Test
    void readsKeyAndActionForDisplays() {
        FlowKey key = Flows.key(table.ipv6(), 4711);
        long entry = insert(key, 9);
        FlowKey copy = new FlowKey();
        assertThat(table.read(entry, copy, found)).isTrue();
        assertThat(copy).hasToString(key.toString());
        assertThat(Flows.isWhole(found, key)).isTrue();
        table.remove(entry, nowNs);
        assertThat(table.read(entry, copy, found)).isFalse();
    }

    @Test
    void countsLiveEntriesAndTombstones() {
        long[] entries = insertAll(Flows.keysOfSlot(table, 5, 3));
        table.remove(entries[1], nowNs);
        assertThat(table.live()).isEqualTo(2);
        assertThat(table.tombstones()).isEqualTo(1);
    }

    @Test
    void holdsItsOwnEntriesAndNoOther() {
        assertThat(table.holds(table.entry(0))).isTrue();
        assertThat(table.holds(table.entry(CAPACITY - 1))).isTrue();
        assertThat(table.holds(table.entry(0) - 1)).isFalse();
        long entryBytes = table.entry(1) - table.entry(0);
        assertThat(entryBytes).isEqualTo(table.ipv6() ? 128 : 64);
        assertThat(table.holds(table.entry(0) + CAPACITY * entryBytes)).isFalse();
    }

    @Test
    void countsTheReferencesToAdjacencies() {
        FlowKey key = Flows.key(table.ipv6(), 1);
        FlowAction a = new FlowAction();
        a.ingressAdjacency = 3;
        a.egressAdjacency = 4;
        long entry = table.insert(key, a, nowNs);
        assertThat(references.count(3)).isEqualTo(1);
        assertThat(references.count(4)).isEqualTo(1);
        a.egressAdjacency = 5;
        table.insert(key, a, nowNs);
        assertThat(references.count(4)).isZero();
        assertThat(references.count(5)).isEqualTo(1);
        table.remove(entry, nowNs);
        assertThat(references.count(3)).isZero();
        assertThat(references.count(5)).isZero();
    }

    @Test
    void refusesMemoryThatIsNoPowerOfTwoOrUnaligned() {
        MemorySegment slots = memory.slots(64);
        assertThatThrownBy(() -> new FlowTable(slots.asSlice(0, 64 * 24), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlowTable(slots.asSlice(32, 64 * 32), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
