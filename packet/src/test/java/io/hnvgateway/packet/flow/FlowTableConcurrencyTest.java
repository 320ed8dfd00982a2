package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// One writer, one deleter that also reclaims, and two readers on 16 slots that 32 keys fight for.
/// Every field of an action follows from its key and version, so that a mixture, or a stranger's
/// rewrite, shows. The writers' clock leaps two seconds at each step, so that slots change their
/// key as fast as they can.
///
/// Seen to fail, by hand, when `FlowEntry.unchanged` does not compare the sequence (some hundred
/// mixed actions), and when `FlowTable.reachable` is always true (lost entries).
@ParameterizedClass
@ValueSource(booleans = {false, true})
class FlowTableConcurrencyTest {
    private static final int CAPACITY = 16;
    private static final int KEYS = 32;
    private static final int HITS_PER_READER = 400_000;
    private static final int LEAST_REMOVALS = 20_000;

    private final boolean ipv6;
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicInteger removals = new AtomicInteger();
    private final AtomicLong clockNs = new AtomicLong();

    FlowTableConcurrencyTest(boolean ipv6) {
        this.ipv6 = ipv6;
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void readersSeeWholeActionsOfTheirOwnKeyOnly() throws Exception {
        try (NativeMemory memory = new NativeMemory();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            FlowTable table = memory.table(ipv6, CAPACITY, 0x5eed);
            Future<Integer> writer = threads.submit(() -> write(table));
            Future<Integer> deleter = threads.submit(() -> delete(table));
            List<Callable<Integer>> readers = List.of(() -> read(table, 1), () -> read(table, 2));
            int mixed = 0;
            try {
                for (Future<Integer> reader : threads.invokeAll(readers)) {
                    mixed += reader.get();
                }
            } finally {
                done.set(true);
            }
            deleter.get();
            assertThat(mixed).as("mixed or foreign actions seen").isZero();
            assertThat(writer.get()).as("live entries that no probe reached").isZero();
            assertThat(table.live()).isEqualTo(liveAndReachable(table));
        }
    }

    private int write(FlowTable table) {
        Random random = new Random(3);
        FlowKey key = new FlowKey();
        FlowAction action = new FlowAction();
        int version = 0;
        int lost = 0;
        while (!done.get()) {
            version++;
            Flows.set(key, ipv6, random.nextInt(KEYS));
            Flows.fill(action, key, version);
            long entry = table.insert(key, action, clockNs.get());
            lost += entry != 0 && isLost(table, key, entry) ? 1 : 0;
        }
        return lost;
    }

    /// True when the entry stayed live and this key's, and the key was not found all the same.
    private static boolean isLost(FlowTable table, FlowKey key, long entry) {
        long word = FlowEntry.word(entry);
        boolean mine = FlowEntry.live(word) && table.matches(entry, key);
        return table.find(key, new FlowAction()) == 0 && mine && FlowEntry.unchanged(entry, word);
    }

    private int delete(FlowTable table) {
        Random random = new Random(4);
        while (!done.get()) {
            long nowNs = clockNs.addAndGet(2_000_000_000L);
            int slot = random.nextInt(CAPACITY);
            if (table.remove(table.entry(slot), nowNs)) {
                removals.getAndIncrement();
            }
            for (int i = CAPACITY - 1; i >= 0; i--) {
                table.reclaim(i, nowNs + 2_000_000_000L);
            }
        }
        return 0;
    }

    /// Reads until enough hits were judged and the slots have changed hands often.
    private int read(FlowTable table, int seed) {
        Random random = new Random(seed);
        FlowKey key = new FlowKey();
        FlowAction action = new FlowAction();
        int mixed = 0;
        int hits = 0;
        while (hits < HITS_PER_READER || removals.get() < LEAST_REMOVALS) {
            Flows.set(key, ipv6, random.nextInt(KEYS));
            if (table.find(key, action) != 0) {
                hits++;
                mixed += Flows.isWhole(action, key) ? 0 : 1;
            }
        }
        return mixed;
    }

    private int liveAndReachable(FlowTable table) {
        int reachable = 0;
        for (int n = 0; n < KEYS; n++) {
            reachable += table.find(Flows.key(ipv6, n), new FlowAction()) != 0 ? 1 : 0;
        }
        return reachable;
    }
}
