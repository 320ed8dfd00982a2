package io.hnvgateway.lab.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.golden.InMemoryGateway;
import io.hnvgateway.packet.IpAddress;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 6296 §3.4: under a /48 the subnet 0xffff has no counterpart.
class UntranslatablePrefixTest {
    private static final long SEED = 1;
    private static final long ROUTER_MAC = 0x020000000FFEL;
    private static final IpAddress STRANGER = IpAddress.parse("2001:db8:e::100");

    @Test
    void aSubnetWithoutCounterpartIsRefused() {
        World world = World.random(5, new Random(SEED));
        Tenant tenant =
                world.tenants().stream()
                        .filter(t -> t.publishes().translated())
                        .findAny()
                        .orElseThrow();
        IpAddress outside = tenant.outsidePrefix6().address();
        IpAddress destination = new IpAddress(outside.high() | 0xffff, 0x10);
        byte[] udp = Bytes.transport(Bytes.UDP, 0x0035_9c40, 0, new byte[8]);
        byte[] packet = Bytes.ip(STRANGER, destination, 60, Bytes.UDP, udp);
        try (InMemoryGateway gateway = GatewayOfWorld.start(SEED, 1, world)) {
            gateway.receive("front", Bytes.ethernet(HostileTraffic.FRONT_MAC, ROUTER_MAC, packet));
            assertThat(gateway.accounts().drops()).isEqualTo(Map.of("prefix-untranslatable", 1));
            assertThat(gateway.port("back").takeSent()).isEmpty();
        }
    }
}
