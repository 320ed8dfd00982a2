package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The compiled routes answer as a walk over all prefixes does.
class FibPropertyTest {
    private record Entry(Ipv4Prefix prefix, int value) {}

    @Property(tries = 300)
    void findsTheLongestPrefix(@ForAll Random random, @ForAll @IntRange(max = 60) int count) {
        List<Entry> entries = entries(random, count);
        FibBuilder builder = new FibBuilder();
        entries.forEach(e -> builder.put(e.prefix, e.value));
        Fib fib = builder.build();

        for (int address : addresses(random, entries)) {
            assertThat(fib.lookup(address)).isEqualTo(naive(entries, address));
        }
    }

    /// Few address bits, so that prefixes nest and meet at their edges.
    private static List<Entry> entries(Random random, int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int address = random.nextInt(4) << 30 | random.nextInt(4) << 8 | random.nextInt(4);
            entries.add(new Entry(Ipv4Prefix.of(address, random.nextInt(33)), 1 + i));
        }
        return entries;
    }

    private static List<Integer> addresses(Random random, List<Entry> entries) {
        List<Integer> addresses = new ArrayList<>(List.of(0, -1, random.nextInt()));
        for (Entry entry : entries) {
            addresses.add(entry.prefix.first());
            addresses.add(entry.prefix.last());
            addresses.add(entry.prefix.first() - 1);
            addresses.add(entry.prefix.last() + 1);
        }
        return addresses;
    }

    private static int naive(List<Entry> entries, int address) {
        return entries.stream()
                .filter(e -> e.prefix.contains(address))
                .max(
                        Comparator.comparingInt((Entry e) -> e.prefix.length())
                                .thenComparingInt(e -> -e.value))
                .map(Entry::value)
                .orElse(FibEntry.NONE);
    }
}
