package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// The immutable tables answer as a map does.
class TablesPropertyTest {
    @Property(tries = 200)
    void ipTableIsAMap(@ForAll @Size(max = 200) List<@IntRange(max = 999) Integer> addresses) {
        Map<IpAddress, Integer> map = new HashMap<>();
        addresses.forEach(n -> map.put(address(n), n + 1));
        IpTable table = IpTable.of(map);

        for (int n = 0; n < 1000; n++) {
            IpAddress address = address(n);
            assertThat(table.get(address.high(), address.low()))
                    .isEqualTo(map.getOrDefault(address, 0));
        }
    }

    private static IpAddress address(int n) {
        return n % 2 == 0
                ? IpAddress.ofIpv4(n)
                : new IpAddress(n % 3 == 0 ? 0 : 0x20010db8_00000000L, n);
    }
}
