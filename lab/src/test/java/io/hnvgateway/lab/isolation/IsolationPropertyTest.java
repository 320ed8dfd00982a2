package io.hnvgateway.lab.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.dataplane.port.InMemoryPort;
import io.hnvgateway.lab.golden.CaseConfig;
import io.hnvgateway.lab.golden.InMemoryGateway;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// 200,000 random and hostile frames in ten random worlds, which change under way: whatever leaves
/// is judged against what came in. Every frame ends exactly once, none is lost, and nothing is a
/// fault of the program.
class IsolationPropertyTest {
    private static final int FRAMES = 20_000;
    private static final int FRAMES_BETWEEN_CHANGES = 5_000;
    private static final long STEP_NS = 20_000L;

    private static final String CONNECTION =
            "BackendInterface=back;FrontEndInterface=front;ProviderAddress=192.0.2.1;"
                    + "FrontEndGateway=198.51.100.254;NatPool=203.0.113.0/24";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tenantsNeverMeet(long seed) throws JsonProcessingException {
        Random random = new Random(seed);
        World world = World.random(random);
        try (InMemoryGateway gateway = new InMemoryGateway(config(seed, world))) {
            HostileTraffic traffic = new HostileTraffic(world, random);
            for (int i = 1; i <= FRAMES; i++) {
                carry(gateway, world, traffic);
                if (i % FRAMES_BETWEEN_CHANGES == 0) {
                    world = world.changed(random);
                    gateway.apply(state(world));
                    traffic.world(world);
                }
            }
            settle(gateway);
        }
    }

    private static void carry(InMemoryGateway gateway, World world, HostileTraffic traffic) {
        Sent in = traffic.next();
        gateway.letPass(STEP_NS);
        gateway.receive(in.fromBackEnd() ? "back" : "front", in.bytes());
        Judge judge = new Judge(world);
        for (InMemoryPort.SentFrame out : gateway.port("back").takeSent()) {
            judge.toBackEnd(in, out.bytes());
        }
        for (InMemoryPort.SentFrame out : gateway.port("front").takeSent()) {
            judge.toFrontEnd(in, out.bytes());
            traffic.observe(out.bytes());
        }
    }

    private static void settle(InMemoryGateway gateway) {
        gateway.runTo(gateway.nowNs() + 60_000_000_000L);
        assertThat(gateway.framesInUse()).as("frames that leaked").isZero();
        assertThat(gateway.accounts().drops()).doesNotContainKey("internal-error");
        assertThat(gateway.accounts().drops()).hasSizeGreaterThan(15);
        assertThat(gateway.core().faults().total()).isZero();
    }

    private static CaseConfig config(long seed, World world) throws JsonProcessingException {
        return new CaseConfig(
                "isolation",
                seed,
                0,
                false,
                CONNECTION,
                List.of(link("back", "0B-01"), link("front", "0F-01"), link("mgmt", "0A-01")),
                List.of(
                        new CaseConfig.PortAddress("back", "192.0.2.1/24"),
                        new CaseConfig.PortAddress("front", "198.51.100.1/24"),
                        new CaseConfig.PortAddress("mgmt", "172.31.0.1/24")),
                List.of(),
                List.of(
                        neighbor("back", "192.0.2.11", "0B-11"),
                        neighbor("back", "192.0.2.12", "0B-12"),
                        neighbor("back", "192.0.2.13", "0B-13"),
                        neighbor("front", "198.51.100.254", "0F-FE")),
                List.of(),
                state(world));
    }

    private static CaseConfig.Link link(String name, String mac) {
        return new CaseConfig.Link(name, "02-00-00-00-" + mac, 1500);
    }

    private static CaseConfig.Neighbor neighbor(String port, String address, String mac) {
        return new CaseConfig.Neighbor(port, address, "02-00-00-00-" + mac);
    }

    private static JsonNode state(World world) throws JsonProcessingException {
        return new ObjectMapper().readTree(world.desiredState());
    }
}
