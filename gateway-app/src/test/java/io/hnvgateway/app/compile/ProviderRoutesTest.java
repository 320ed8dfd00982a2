package io.hnvgateway.app.compile;

import static io.hnvgateway.app.compile.CompileWorld.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderRoutesTest {
    private final CompileWorld world = new CompileWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private ProviderRoutes.HostPath path(String host) {
        return new ProviderRoutes(world.underlay(), world.neighbors).path(IpAddress.parse(host));
    }

    private IpAddress neighbor(String host) {
        var content = world.adjacency(path(host).nextHop());
        return new IpAddress(content.destinationHigh, content.destinationLow);
    }

    @Test
    void leavesWithTheProviderAddressInTheSubnetOfTheRoute() {
        world.provider.add(route("192.0.3.0/25", 1, null, 0));
        world.provider.add(route("10.0.0.0/8", 1, "192.0.3.200", 0));

        assertThat(path("192.0.3.9").source()).isEqualTo(IpAddress.parse("192.0.3.1"));
        assertThat(path("10.1.1.1").source()).isEqualTo(IpAddress.parse("192.0.3.129"));
    }

    @Test
    void leavesWithAnAddressOfTheHostsFamily() {
        world.provider.add(route("2001:db8:a::/64", 0, null, 256));
        world.provider.add(route("2001:db8:b::/64", 1, "fe80::1", 256));

        assertThat(path("2001:db8:a::9").source()).isEqualTo(IpAddress.parse("2001:db8:a::1"));
        assertThat(path("2001:db8:b::9").source()).isEqualTo(IpAddress.parse("2001:db8:a::1"));
        assertThat(neighbor("2001:db8:b::9")).isEqualTo(IpAddress.parse("fe80::1"));
    }

    @Test
    void leadsNowhereWithoutARoute() {
        world.provider.add(route("0.0.0.0/0", 0, "192.0.2.254", 0));

        assertThat(path("2001:db8:c::1").nextHop()).isZero();
        assertThat(path("192.0.9.1").nextHop()).isNotZero();
    }

    @Test
    void takesTheLongestPrefixThenTheLowestMetric() {
        world.provider.add(route("10.0.0.0/8", 0, "192.0.2.250", 5));
        world.provider.add(route("10.0.0.0/8", 0, "192.0.2.251", 4));
        world.provider.add(route("10.1.0.0/16", 0, "192.0.2.252", 9));

        assertThat(neighbor("10.1.2.3")).isEqualTo(IpAddress.parse("192.0.2.252"));
        assertThat(neighbor("10.2.2.3")).isEqualTo(IpAddress.parse("192.0.2.251"));
    }

    @Test
    void spreadsHostsOverEqualRoutesAndMovesOnlyThoseOfALostOne() {
        for (int i = 0; i < 3; i++) {
            world.provider.add(route("10.0.0.0/8", 0, "192.0.2.25" + i, 0));
        }
        Map<String, IpAddress> before = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            before.put("10.0.0." + i, neighbor("10.0.0." + i));
        }
        world.provider.removeLast();
        IpAddress lost = IpAddress.parse("192.0.2.252");

        assertThat(before.values().stream().distinct()).hasSize(3);
        before.forEach((host, old) -> {
            if (!old.equals(lost)) {
                assertThat(neighbor(host)).isEqualTo(old);
            }
        });
    }
}
