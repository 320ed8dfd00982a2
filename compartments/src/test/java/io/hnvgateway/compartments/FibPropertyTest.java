package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// The compiled routes answer as a walk over all prefixes does.
class FibPropertyTest {
    private record Entry(IpPrefix prefix, int value) {}

    @Property(tries = 300)
    void findsTheLongestPrefix(@ForAll Random random, @ForAll @IntRange(max = 60) int count) {
        List<Entry> entries = entries(random, count);
        FibBuilder builder = new FibBuilder();
        entries.forEach(e -> builder.put(e.prefix, e.value));
        Fib fib = builder.build();

        for (IpAddress address : addresses(random, entries)) {
            assertThat(fib.lookup(address.high(), address.low()))
                    .as(address.toString())
                    .isEqualTo(naive(entries, address));
        }
    }

    /// Few address bits, so that prefixes nest and meet at their edges.
    private static List<Entry> entries(Random random, int count) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(random.nextBoolean() ? ipv4(random) : ipv6(random), 1 + i));
        }
        return entries;
    }

    private static IpPrefix ipv4(Random random) {
        int address = random.nextInt(4) << 30 | random.nextInt(4) << 8 | random.nextInt(4);
        return IpPrefix.of(IpAddress.ofIpv4(address), random.nextInt(33));
    }

    private static IpPrefix ipv6(Random random) {
        long high = (long) random.nextInt(4) << 62 | random.nextInt(2);
        long low = (long) random.nextInt(4) << 62 | random.nextInt(4);
        IpAddress address = new IpAddress(high, low);
        return IpPrefix.of(address, random.nextInt(129));
    }

    private static List<IpAddress> addresses(Random random, List<Entry> entries) {
        List<IpAddress> addresses =
                new ArrayList<>(
                        List.of(
                                IpAddress.ofIpv4(0),
                                IpAddress.ofIpv4(-1),
                                IpAddress.ofIpv4(random.nextInt()),
                                new IpAddress(0, 0),
                                new IpAddress(-1, -1),
                                new IpAddress(random.nextLong(), random.nextLong())));
        for (Entry entry : entries) {
            addresses.add(entry.prefix.first());
            addresses.add(entry.prefix.last());
            addresses.add(plus(entry.prefix.first(), -1));
            addresses.add(plus(entry.prefix.last(), 1));
        }
        return addresses;
    }

    private static IpAddress plus(IpAddress address, int change) {
        if (address.isIpv4()) {
            return IpAddress.ofIpv4(address.ipv4Bits() + change);
        }
        long low = address.low() + change;
        boolean carries = low == (change < 0 ? -1 : 0);
        return new IpAddress(carries ? address.high() + change : address.high(), low);
    }

    private static int naive(List<Entry> entries, IpAddress address) {
        return entries.stream()
                .filter(e -> e.prefix.contains(address))
                .max(
                        Comparator.comparingInt((Entry e) -> e.prefix.bits())
                                .thenComparingInt(e -> -e.value))
                .map(Entry::value)
                .orElse(FibEntry.NONE);
    }
}
