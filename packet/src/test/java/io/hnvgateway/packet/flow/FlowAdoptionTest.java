package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.FlowAdoption.Adopted;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// A second table over the first one's memory stands for the process after.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class FlowAdoptionTest {
    private static final int CAPACITY = 64;
    private static final long SEED = 0x5eed;
    private static final FlowProof ALL = (_, _, _) -> true;
    private static final long SEQUENCE_MASK = 0xffff_ffffL;

    private final NativeMemory memory = new NativeMemory();
    private final boolean ipv6;
    private final MemorySegment slots;
    private final FlowTable before;
    private final AdjacencyReferences references = new AdjacencyReferences(16);
    private final FlowTable after;
    private final FlowAction found = new FlowAction();
    private final long nowNs = 123_456_789_000L;

    FlowAdoptionTest(boolean ipv6) {
        this.ipv6 = ipv6;
        slots = memory.slots((ipv6 ? 2 : 1) * CAPACITY);
        before = table(new AdjacencyReferences(16));
        after = table(references);
    }

    private FlowTable table(AdjacencyReferences counted) {
        return ipv6 ? FlowTable.ipv6(slots, SEED, counted) : new FlowTable(slots, SEED, counted);
    }

    @AfterEach
    void free() {
        memory.close();
    }

    private long insert(FlowKey key, int version) {
        FlowAction action = Flows.action(key, version);
        action.ingressAdjacency = 3;
        action.egressAdjacency = 5;
        action.action &= ~FlowAction.TUNNEL;
        return before.insert(key, action, nowNs);
    }

    @Test
    void keepsWholeFlowsWithTheirReferencesAndCounts() {
        FlowKey[] keys = Flows.keysOfSlot(before, 61, 5); // wraps around the end
        for (int i = 0; i < keys.length; i++) {
            insert(keys[i], i);
        }
        before.remove(before.find(keys[1], found), nowNs);
        assertThat(after.adopt(ALL, nowNs)).isEqualTo(new Adopted(4, 0, 0, 0));
        assertThat(after.live()).isEqualTo(4);
        assertThat(after.tombstones()).isEqualTo(1);
        assertThat(references.count(3)).isEqualTo(4);
        assertThat(references.count(5)).isEqualTo(4);
        assertThat(after.find(keys[4], found)).isNotZero();
        assertThat(found.session).isEqualTo(4);
        assertThat(after.find(keys[1], found)).isZero();
    }

    @Test
    void takesOutWhatTheProofDoesNotBelieve() {
        FlowKey[] keys = Flows.keysOfSlot(before, 7, 3);
        for (int i = 0; i < keys.length; i++) {
            insert(keys[i], i);
        }
        Adopted adopted = after.adopt((_, _, action) -> action.session != 1, nowNs);
        assertThat(adopted).isEqualTo(new Adopted(2, 0, 1, 0));
        assertThat(after.find(keys[1], found)).isZero();
        assertThat(after.find(keys[2], found)).isNotZero(); // over the tombstone
        assertThat(after.tombstones()).isEqualTo(1);
        assertThat(references.count(3)).isEqualTo(2);
    }

    /// Indexes of tunnels are of one process: under another one the entry would lead elsewhere.
    @Test
    void takesOutWhatLedIntoATunnelAndCountsItAsNothingElse() {
        FlowKey key = Flows.key(ipv6, 1);
        before.insert(key, new FlowAction().clear().intoTunnel(7), nowNs);
        assertThat(after.adopt(ALL, nowNs)).isEqualTo(new Adopted(0, 0, 0, 0));
        assertThat(after.find(key, found)).isZero();
        assertThat(after.tombstones()).isEqualTo(1);
    }

    @Test
    void healsWhatAKilledWriterLeftAndStillProbesOverIt() {
        FlowKey[] keys = Flows.keysOfSlot(before, 9, 2);
        long first = insert(keys[0], 0);
        insert(keys[1], 1);
        FlowEntry.lock(first); // and never unlocked
        assertThat(after.adopt(ALL, nowNs)).isEqualTo(new Adopted(1, 1, 0, 0));
        assertThat(FlowEntry.inFlux(FlowEntry.word(first))).isFalse();
        assertThat(FlowEntry.state(first)).isEqualTo(FlowEntryLayout.TOMBSTONE);
        assertThat(after.find(keys[1], found)).isNotZero();
        assertThat(after.tombstones()).isEqualTo(1);
    }

    @Test
    void healsAStateThatNoVersionWrites() {
        long entry = insert(Flows.key(ipv6, 1), 1);
        long word = FlowEntry.word(entry);
        Memory.putLongNative(entry, 0xdead_0000_0000L << 8 | (word & SEQUENCE_MASK));
        assertThat(after.adopt(ALL, nowNs)).isEqualTo(new Adopted(0, 1, 0, 0));
    }

    @Test
    void takesOutAnEntryThatNoLookUpFinds() {
        FlowKey key = Flows.key(ipv6, 1);
        long entry = insert(key, 1);
        int elsewhere = (before.hash(key) + CAPACITY / 2) & (CAPACITY - 1);
        int bytes = ipv6 ? FlowEntryLayout.IPV6_BYTES : FlowEntryLayout.BYTES;
        MemorySegment.copy(
                slots,
                entry - slots.address(),
                slots,
                before.entry(elsewhere) - slots.address(),
                bytes);
        assertThat(after.adopt(ALL, nowNs)).isEqualTo(new Adopted(1, 0, 1, 0));
        assertThat(FlowEntry.state(before.entry(elsewhere))).isEqualTo(FlowEntryLayout.TOMBSTONE);
        assertThat(after.find(key, found)).isEqualTo(entry);
    }

    @Test
    void takesOutTheSecondOfTwoWithOneKey() {
        FlowKey key = Flows.key(ipv6, 1);
        long entry = insert(key, 1);
        int bytes = ipv6 ? FlowEntryLayout.IPV6_BYTES : FlowEntryLayout.BYTES;
        long twin = before.entry(before.hash(key) + 1);
        MemorySegment.copy(slots, entry - slots.address(), slots, twin - slots.address(), bytes);
        assertThat(after.adopt(ALL, nowNs)).isEqualTo(new Adopted(1, 0, 1, 0));
        assertThat(after.find(key, found)).isEqualTo(entry);
    }

    @Test
    void aReaderOfTheTimeBeforeNoticesThatAnEntryWasHealed() {
        long entry = insert(Flows.key(ipv6, 1), 1);
        long word = FlowEntry.word(entry);
        FlowEntry.lock(entry);
        after.adopt(ALL, nowNs);
        assertThat(FlowEntry.unchanged(entry, word)).isFalse();
    }

    private long insertWithoutSession(int key, long usedNs) {
        FlowAction action = Flows.action(Flows.key(ipv6, key), key);
        action.flags &= ~FlowAction.TUNNEL;
        action.action &= ~FlowAction.TUNNEL;
        action.session = FlowAction.NO_SESSION;
        return before.insert(Flows.key(ipv6, key), action, usedNs);
    }

    @Test
    void whatIdledWithoutASessionIsTakenOutAndIsNoRefusedRecord() {
        long idle = insertWithoutSession(1, nowNs - FlowTables.IDLE_NS - (1 << 20));
        long used = insertWithoutSession(2, nowNs - FlowTables.IDLE_NS / 2);
        long ofASession = insert(Flows.key(ipv6, 3), 3);
        FlowEntry.touch(ofASession, FlowEntry.coarse(nowNs - 9 * FlowTables.IDLE_NS));
        assertThat(after.adopt(ALL, nowNs)).isEqualTo(new Adopted(2, 0, 0, 1));
        assertThat(FlowEntry.state(idle)).isEqualTo(FlowEntryLayout.TOMBSTONE);
        assertThat(FlowEntry.state(used)).isEqualTo(FlowEntryLayout.LIVE);
        assertThat(FlowEntry.state(ofASession)).isEqualTo(FlowEntryLayout.LIVE);
        assertThat(after.tombstones()).isEqualTo(1);
    }

    @Test
    void noUseLiesAhead() {
        long entry = insertWithoutSession(1, nowNs);
        FlowEntry.touch(entry, FlowEntry.coarse(nowNs) + (1 << 30));
        long executedMeanwhile = insertWithoutSession(2, nowNs + 1_000_000_000);
        assertThat(after.adopt(ALL, nowNs)).isEqualTo(new Adopted(2, 0, 0, 0));
        assertThat(FlowEntry.lastUse(entry)).isEqualTo(FlowEntry.coarse(nowNs));
        assertThat(FlowEntry.lastUse(executedMeanwhile)).isGreaterThan(FlowEntry.coarse(nowNs));
    }
}
