package io.hnvgateway.dataplane.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AddressTableTest {
    private static final int CHANGES = 200_000;

    private final AddressTable table = new AddressTable();

    @Test
    void holdsWhatAMapHoldsAfterAnyChanges() {
        Map<List<Long>, Integer> model = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < CHANGES; i++) {
            long high = random.nextInt(20);
            long low = random.nextInt(2000);
            int value = random.nextInt(4);
            table.put(high, low, value);
            if (value == 0) {
                model.remove(List.of(high, low));
            } else {
                model.put(List.of(high, low), value);
            }
        }
        assertThat(table.size()).isEqualTo(model.size());
        for (long high = 0; high < 20; high++) {
            for (long low = 0; low < 2000; low++) {
                assertThat(table.get(high, low))
                        .isEqualTo(model.getOrDefault(List.of(high, low), 0));
            }
        }
    }

    @Test
    void losesNoKeyForAReaderWhileOthersComeAndGoAndTheTableGrows() {
        AtomicBoolean done = new AtomicBoolean();
        table.put(7, 7, 3);
        CompletableFuture<Long> misses =
                CompletableFuture.supplyAsync(() -> {
                    long missed = 0;
                    while (!done.get()) {
                        missed += table.get(7, 7) == 3 ? 0 : 1;
                    }
                    return missed;
                });
        Random random = new Random(2);
        for (int i = 0; i < CHANGES; i++) {
            table.put(random.nextInt(4), 8 + random.nextInt(50_000), random.nextInt(3));
        }
        done.set(true);
        assertThat(misses.join()).isZero();
    }
}
