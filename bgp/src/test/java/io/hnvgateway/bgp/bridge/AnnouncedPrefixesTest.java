package io.hnvgateway.bgp.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class AnnouncedPrefixesTest {
    private static IpPrefix prefix(Random random) {
        return random.nextInt(4) != 0
                ? IpPrefix.of(
                        IpAddress.ofIpv4(random.nextInt(1 << 9) << 23 | random.nextInt(4)),
                        random.nextInt(33))
                : IpPrefix.of(
                        new IpAddress(0xfd00L << 48 | random.nextInt(8), 0), random.nextInt(129));
    }

    @Property(tries = 40)
    void holdsWhatAMapHolds(@ForAll long seed) {
        Random random = new Random(seed);
        AnnouncedPrefixes prefixes = new AnnouncedPrefixes();
        Map<IpPrefix, Integer> model = new HashMap<>();
        for (int i = 0; i < 8000; i++) {
            IpPrefix prefix = prefix(random);
            boolean grows = i % 4000 < 2000;
            if ((random.nextInt(4) == 0) != grows) {
                int round = random.nextInt(3);
                prefixes.put(prefix, round);
                model.put(prefix, round);
            } else {
                assertEquals(model.remove(prefix) != null, prefixes.remove(prefix));
            }
            assertEquals(model.size(), prefixes.size());
        }
        for (int round = 0; round < 3; round++) {
            int present = round;
            Set<IpPrefix> others =
                    model.entrySet().stream()
                            .filter(entry -> entry.getValue() != present)
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
            assertEquals(others, new HashSet<>(prefixes.notOf(round)));
            assertEquals(others.size(), prefixes.notOf(round).size());
        }
    }
}
