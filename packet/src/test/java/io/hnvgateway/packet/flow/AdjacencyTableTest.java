package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AdjacencyTableTest {
    private static final int CAPACITY = 8;
    private static final long SECOND_NS = 1_000_000_000L;

    private final NativeMemory memory = new NativeMemory();
    private final MemorySegment slots = memory.slots(CAPACITY);
    private long nowNs = 5_000_000_000L;
    private final AdjacencyTable table = new AdjacencyTable(slots, () -> nowNs);
    private final Adjacency read = new Adjacency();

    @AfterEach
    void free() {
        memory.close();
    }

    static Adjacency numbered(int n) {
        Adjacency a = new Adjacency();
        a.kind = 1 + n % 3;
        a.port = n & 0xff;
        a.mtuBytes = n & 0xffff;
        a.destinationMac = 0x0200_0000_0000L + n;
        a.sourceMac = 0x0600_0000_0000L + n;
        a.providerSourceHigh = n * 3L;
        a.providerSourceLow = n * 13L;
        a.destinationHigh = (n * 5L) << 30;
        a.destinationLow = n * 17L;
        a.vsid = a.kind == Adjacency.NEIGHBOR ? 0 : n & 0xff_ffff;
        a.vlan = a.kind == Adjacency.NEIGHBOR ? n & 0xfff : 0;
        a.nextHop = n * 7;
        a.flags = n * 11;
        return a;
    }

    static boolean isWhole(Adjacency a) {
        int n = (int) (a.destinationMac - 0x0200_0000_0000L);
        Adjacency b = numbered(n);
        return a.kind == b.kind
                && a.port == b.port
                && a.mtuBytes == b.mtuBytes
                && a.sourceMac == b.sourceMac
                && a.providerSourceHigh == b.providerSourceHigh
                && a.providerSourceLow == b.providerSourceLow
                && a.destinationHigh == b.destinationHigh
                && a.destinationLow == b.destinationLow
                && a.vsid == b.vsid
                && a.vlan == b.vlan
                && a.nextHop == b.nextHop
                && a.flags == b.flags;
    }

    @Test
    void readsWhatWasWritten() {
        int slot = table.allocate();
        table.write(slot, numbered(70_001));
        assertThat(table.read(slot, read)).isTrue();
        assertThat(isWhole(read)).isTrue();
        assertThat(table.mtuBytes(slot)).isEqualTo(70_001 & 0xffff);
    }

    @Test
    void writesTheLayoutThatCReads() {
        Adjacency a = new Adjacency();
        a.kind = Adjacency.OVERLAY;
        a.port = 3;
        a.mtuBytes = 1458;
        a.destinationMac = 0x0200_5e11_2233L;
        a.sourceMac = 0x0200_5eaa_bbccL;
        a.providerSourceLow = IpAddress.mapped(0xc0000201);
        a.destinationLow = IpAddress.mapped(0xc0000202);
        a.vsid = 0x010203;
        a.nextHop = 9;
        a.flags = Adjacency.OUTER_DONT_FRAGMENT;
        table.write(1, a);
        byte[] bytes = slots.asSlice(64, 64).toArray(ValueLayout.JAVA_BYTE);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "02000000"
                                + "02"
                                + "03"
                                + "b205"
                                + "02005e112233"
                                + "02005eaabbcc"
                                + "02000000"
                                + "00000000000000000000ffffc0000201"
                                + "00000000000000000000ffffc0000202"
                                + "03020100"
                                + "09000000");
    }

    @Test
    void slotZeroFreeSlotsAndNumbersOutOfRangeAreNotUsable() {
        for (int slot : new int[] {0, 1, -1, CAPACITY, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(table.read(slot, read)).as("slot %d", slot).isFalse();
            assertThat(table.mtuBytes(slot)).isZero();
        }
        assertThatThrownBy(() -> table.write(0, read)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.write(CAPACITY, read))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSlotBeingWrittenIsNotUsable() {
        table.write(1, numbered(1));
        Memory.putIntNative(slots.address() + 64, 3);
        assertThat(table.read(1, read)).isFalse();
    }

    @Test
    void givesEachSlotOnceAndThenNone() {
        boolean[] given = new boolean[CAPACITY];
        for (int i = 1; i < CAPACITY; i++) {
            int slot = table.allocate();
            assertThat(slot).isBetween(1, CAPACITY - 1);
            assertThat(given[slot]).isFalse();
            given[slot] = true;
        }
        assertThat(table.allocate()).isZero();
    }

    @Test
    void aReleasedSlotIsFreeAtOnceAndReusedAfterASecond() {
        allocateAll();
        table.write(3, numbered(3));
        table.release(3);
        assertThat(table.read(3, read)).isFalse();
        nowNs += SECOND_NS - 1;
        assertThat(table.allocate()).isZero();
        nowNs += 1;
        assertThat(table.allocate()).isEqualTo(3);
    }

    @Test
    void aSlotThatEntriesStillNameIsNotReused() {
        allocateAll();
        table.references().retain(3, 4);
        table.release(3);
        table.release(5);
        nowNs += 2 * SECOND_NS;
        assertThat(table.allocate()).isEqualTo(5);
        assertThat(table.allocate()).isZero();
        table.references().release(3, 4);
        assertThat(table.allocate()).isEqualTo(3);
    }

    @Test
    void releasingTwiceGivesTheSlotOutOnce() {
        allocateAll();
        table.release(3);
        table.release(3);
        table.release(0);
        table.release(-1);
        table.release(CAPACITY);
        nowNs += 2 * SECOND_NS;
        assertThat(table.allocate()).isEqualTo(3);
        assertThat(table.allocate()).isZero();
    }

    private void allocateAll() {
        for (int i = 1; i < CAPACITY; i++) {
            table.allocate();
        }
    }

    /// Seen to fail, by hand, when `AdjacencyTable.unchanged` does not compare the sequence.
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void readersSeeWholeSlotsOnly() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        table.write(1, numbered(1));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> writer = threads.submit(() -> writeUntil(done));
            Future<Integer> reader = threads.submit(this::countMixed);
            int mixed;
            try {
                mixed = reader.get();
            } finally {
                done.set(true);
            }
            writer.get();
            assertThat(mixed).isZero();
        }
    }

    private void writeUntil(AtomicBoolean done) {
        for (int n = 1; !done.get(); n++) {
            table.write(1, numbered(n));
        }
    }

    private int countMixed() {
        int mixed = 0;
        int reads = 0;
        while (reads < 500_000) {
            if (table.read(1, read)) {
                reads++;
                mixed += isWhole(read) ? 0 : 1;
            }
        }
        return mixed;
    }

    private AdjacencyTable afterRestart() {
        return new AdjacencyTable(slots, () -> nowNs);
    }

    private static BitSet set(int... numbers) {
        BitSet set = new BitSet();
        IntStream.of(numbers).forEach(set::set);
        return set;
    }

    @Test
    void adoptsTheSlotsInUseAndFreesTheOthers() {
        for (int slot = 1; slot <= 4; slot++) {
            assertThat(table.allocate()).isEqualTo(slot);
            table.write(slot, numbered(slot));
        }
        AdjacencyTable after = afterRestart();
        after.adopt(set(0, 1, 3, CAPACITY + 5));
        assertThat(after.read(1, read)).isTrue();
        assertThat(isWhole(read)).isTrue();
        assertThat(after.read(2, read)).isFalse();
        assertThat(after.read(3, read)).isTrue();
        assertThat(after.read(4, read)).isFalse();
        assertThat(after.allocate()).isEqualTo(4); // behind the last one in use
    }

    @Test
    void aSlotThatIsFreeAfterAdoptionWaitsAsAReleasedOne() {
        for (int slot = 1; slot < CAPACITY; slot++) {
            table.write(table.allocate(), numbered(slot));
        }
        AdjacencyTable after = afterRestart();
        after.adopt(set(1, 2, 4, 5, 6, 7));
        assertThat(after.allocate()).isZero();
        nowNs += 2 * SECOND_NS;
        assertThat(after.allocate()).isEqualTo(3);
    }

    @Test
    void healsASlotThatWasLeftHalfWritten() {
        table.write(table.allocate(), numbered(1));
        table.write(table.allocate(), numbered(2));
        int sequence = slots.get(ValueLayout.JAVA_INT, 64);
        slots.set(ValueLayout.JAVA_INT, 64, sequence + 1);
        AdjacencyTable after = afterRestart();
        after.adopt(set(1, 2));
        assertThat(after.read(1, read)).isFalse();
        after.write(1, numbered(5));
        assertThat(after.read(1, read)).isTrue();
        assertThat(after.read(2, read)).isTrue();
    }
}
