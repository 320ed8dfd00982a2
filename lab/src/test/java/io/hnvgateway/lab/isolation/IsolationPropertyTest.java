package io.hnvgateway.lab.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.port.InMemoryPort;
import io.hnvgateway.lab.golden.InMemoryGateway;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// 200,000 random and hostile frames in ten random worlds, which change under way, by one to four
/// workers: whatever leaves is judged against what came in. Every frame ends exactly once, none is
/// lost, and nothing is a fault of the program.
class IsolationPropertyTest {
    private static final int FRAMES = 20_000;
    private static final int FRAMES_BETWEEN_CHANGES = 5_000;
    private static final int LEAST_DROP_REASONS = 40;
    private static final int LEAST_OF_A_KIND = 20;
    private static final long STEP_NS = 50_000L;
    private static final Seen SEEN = new Seen();

    @AfterAll
    static void everyKindOfFrameWasJudged() {
        assertThat(Seen.Kind.values())
                .as("seen: %s", SEEN)
                .allMatch(kind -> SEEN.of(kind) >= LEAST_OF_A_KIND);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tenantsNeverMeet(long seed) {
        int workers = 1 + (int) (seed % 4);
        Random random = new Random(seed);
        World world = World.random(random);
        try (InMemoryGateway gateway = GatewayOfWorld.start(seed, workers, world)) {
            HostileTraffic traffic = new HostileTraffic(world, random);
            for (int i = 1; i <= FRAMES; i++) {
                carry(gateway, world, traffic);
                if (i % FRAMES_BETWEEN_CHANGES == 0) {
                    world = world.changed(random);
                    gateway.apply(GatewayOfWorld.state(world));
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
        Judge judge = new Judge(world, SEEN);
        for (InMemoryPort.SentFrame out : gateway.port("back").takeSent()) {
            judge.toBackEnd(in, out.bytes());
            traffic.observeInside(out.bytes());
        }
        for (InMemoryPort.SentFrame out : gateway.port("front").takeSent()) {
            judge.toFrontEnd(in, out.bytes());
            traffic.observe(out.bytes());
        }
        assertThat(gateway.port("mgmt").takeSent()).as("on the management network").isEmpty();
    }

    private static void settle(InMemoryGateway gateway) {
        gateway.runTo(gateway.nowNs() + 60_000_000_000L);
        assertThat(gateway.framesInUse()).as("frames that leaked").isZero();
        assertThat(gateway.accounts().drops()).doesNotContainKey("internal-error");
        assertThat(gateway.accounts().drops()).hasSizeGreaterThan(LEAST_DROP_REASONS);
        assertThat(gateway.core().faults().total()).isZero();
    }
}
