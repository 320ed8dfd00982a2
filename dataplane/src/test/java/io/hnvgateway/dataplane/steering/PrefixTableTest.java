package io.hnvgateway.dataplane.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrefixTableTest {
    private final PrefixTable table = new PrefixTable();
    private final Random random = new Random(3);

    @Test
    void containsWhatOneOfItsPrefixesContains() {
        Set<IpPrefix> model = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            IpPrefix prefix = IpPrefix.of(address(), random.nextInt(33));
            boolean present = random.nextInt(3) > 0;
            table.put(prefix, present);
            if (present) {
                model.add(prefix);
            } else {
                model.remove(prefix);
            }
            IpAddress asked = address();
            assertThat(table.contains(asked.high(), asked.low()))
                    .as(asked + " in " + model)
                    .isEqualTo(model.stream().anyMatch(p -> p.contains(asked)));
            if (model.size() > 6) {
                IpPrefix gone = model.iterator().next();
                table.put(gone, false);
                model.remove(gone);
            }
        }
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
        table.put(IpPrefix.ALL_IPV6, true);
        assertThat(table.contains(0x2001_0db8_0000_0000L, 1)).isTrue();
        assertThat(table.contains(0, IpAddress.mapped(0xc0000201))).isFalse();
    }
}
