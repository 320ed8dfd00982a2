package io.hnvgateway.dataplane.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixTableTest {
    private final PrefixTable table = new PrefixTable();
    private final Random random = new Random(3);

    @Test
    void findsTheNumberOfTheLongestPrefixThatContainsAnAddress() {
        Map<IpPrefix, Integer> model = new HashMap<>();
        for (int i = 0; i < 2000; i++) {
            IpPrefix prefix = IpPrefix.of(address(), random.nextInt(33));
            if (random.nextInt(3) > 0) {
                model.put(prefix, i);
                table.put(prefix, i);
            } else {
                model.remove(prefix);
                table.remove(prefix);
            }
            IpAddress asked = address();
            assertThat(table.longest(asked.high(), asked.low()))
                    .as(asked + " in " + model)
                    .isEqualTo(longest(model, asked));
            if (model.size() > 6) {
                IpPrefix gone = model.keySet().iterator().next();
                table.remove(gone);
                model.remove(gone);
            }
        }
    }

    private static int longest(Map<IpPrefix, Integer> model, IpAddress asked) {
        return model.entrySet().stream()
                .filter(e -> e.getKey().contains(asked))
                .max(Comparator.comparingInt(e -> e.getKey().bits()))
                .map(Map.Entry::getValue)
                .orElse(PrefixTable.NONE);
    }

    /// Few bits vary, so that prefixes meet.
    private IpAddress address() {
        int bits = random.nextInt(4) << 30 | random.nextInt(4);
        return random.nextBoolean()
                ? IpAddress.ofIpv4(bits)
                : new IpAddress((long) bits << 32, random.nextInt(2));
    }

    @Test
    void holdsNoIpv4AddressInAShortIpv6Prefix() {
        table.put(IpPrefix.ALL_IPV6, 5);
        assertThat(table.longest(0x2001_0db8_0000_0000L, 1)).isEqualTo(5);
        assertThat(table.longest(0, IpAddress.mapped(0xc0000201))).isEqualTo(PrefixTable.NONE);
    }
}
