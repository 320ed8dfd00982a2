package io.hnvgateway.bgp.rib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

class RibTableTest {
    private static IpPrefix prefix(Random random) {
        return random.nextBoolean()
                ? IpPrefix.of(
                        IpAddress.ofIpv4(0x0a00_0000 | random.nextInt(1 << 12) << 8),
                        random.nextInt(33))
                : IpPrefix.of(
                        new IpAddress(0xfd00L << 48 | random.nextInt(64), random.nextInt(64)),
                        random.nextInt(129));
    }

    @Property(tries = 40)
    void holdsWhatAMapHolds(@ForAll long seed) {
        Random random = new Random(seed);
        RibTable table = new RibTable(seed);
        Map<IpPrefix, Destination> model = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            boolean grows = i % 2000 < 1000;
            IpPrefix prefix = prefix(random);
            if ((random.nextInt(4) == 0) != grows) {
                Destination found = table.findOrAdd(prefix);
                assertSame(model.computeIfAbsent(prefix, _ -> found), found);
            } else if (!model.isEmpty()) {
                remove(table, model, random);
            }
        }
        assertEquals(model.size(), table.size());
        Set<IpPrefix> visited = new HashSet<>();
        table.forEach(destination -> visited.add(destination.prefix()));
        assertEquals(model.keySet(), visited);
        for (int i = 0; i < 50; i++) {
            IpAddress address = prefix(random).last();
            assertEquals(longest(model.keySet(), address), longest(table, address));
        }
    }

    private static void remove(RibTable table, Map<IpPrefix, Destination> model, Random random) {
        List<IpPrefix> known = new ArrayList<>(model.keySet());
        IpPrefix gone = known.get(random.nextInt(known.size()));
        Destination destination = table.find(gone);
        assertSame(model.remove(gone), destination);
        if (destination != null) {
            table.removeIfUnused(destination);
        }
        assertEquals(null, table.find(gone));
    }

    private static @Nullable IpPrefix longest(RibTable table, IpAddress address) {
        Destination found = table.longest(address, _ -> true);
        return found == null ? null : found.prefix();
    }

    private static @Nullable IpPrefix longest(Set<IpPrefix> prefixes, IpAddress address) {
        return prefixes.stream()
                .filter(prefix -> prefix.contains(address))
                .max(Comparator.comparingInt(IpPrefix::bits))
                .orElse(null);
    }
}
