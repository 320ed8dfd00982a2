package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NeighborMapTest {
    /// Keys come and go, so that removed places are passed over and cleared away.
    @Property(tries = 100)
    void isAMap(@ForAll @Size(max = 1000) List<@IntRange(max = 99) Integer> toggled) {
        NeighborMap map = new NeighborMap();
        Map<NeighborKey, Integer> model = new HashMap<>();
        for (int n : toggled) {
            NeighborKey key = key(n);
            if (model.remove(key) == null) {
                model.put(key, n + 1);
                map.add(key, n + 1);
            } else {
                assertThat(map.remove(key)).isTrue();
            }
        }
        for (int n = 0; n < 100; n++) {
            assertThat(map.get(key(n))).isEqualTo(model.getOrDefault(key(n), 0));
        }
        assertThat(map.size()).isEqualTo(model.size());
        assertThat(map.entries()).hasSize(model.size());
    }

    /// Keys that differ in one part only.
    private static NeighborKey key(int n) {
        return switch (n % 3) {
            case 0 -> new NeighborKey(n, 0, 0);
            case 1 -> new NeighborKey(0, n, 0);
            default -> new NeighborKey(0, 0, n);
        };
    }

    @Test
    void aReaderAlwaysFindsWhatIsNotBeingChanged() throws InterruptedException {
        NeighborMap map = new NeighborMap();
        for (int i = 0; i < 50; i++) {
            map.add(new NeighborKey(1, 0, i), i + 1);
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger missed = new AtomicInteger();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                for (int i = 0; i < 50; i++) {
                                    missed.addAndGet(map.get(1, 0, i) == i + 1 ? 0 : 1);
                                }
                            }
                        });
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 200; i++) {
                map.add(new NeighborKey(2, round, i), 1);
            }
            for (int i = 0; i < 200; i++) {
                map.remove(new NeighborKey(2, round, i));
            }
        }
        done.set(true);
        reader.join();
        assertThat(missed).hasValue(0);
    }
}
