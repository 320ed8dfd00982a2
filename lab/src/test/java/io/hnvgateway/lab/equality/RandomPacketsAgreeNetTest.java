package io.hnvgateway.lab.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.golden.CaseConfig;
import io.hnvgateway.lab.golden.VethWire;
import io.hnvgateway.lab.isolation.GatewayOfWorld;
import io.hnvgateway.lab.isolation.World;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// 500,000 packets through both executors, in five random worlds.
///
/// It fails, by the first 20,000 packets, when one of these checks is taken out of the program:
/// generation, TCP flags that are judged, inner source MAC, VSID, own provider address, MTU, TTL,
/// JAVA_ONLY, zeroes behind a short packet.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomPacketsAgreeNetTest {
    private static final int FRAMES = 100_000;
    private static final int TENANTS = 6;
    private static final int LEAST_OF_A_KIND = 100;
    private static final int LEAST_TAMPERED = 100;

    private final Tally tally = new Tally();
    private VethWire wire;
    private @Nullable XdpSide xdp;

    @BeforeAll
    void connect() {
        wire = new VethWire(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void bothExecutorsAgree(long seed) {
        var random = new Random(seed);
        World world = World.random(TENANTS, random);
        CaseConfig config = GatewayOfWorld.config(seed, wire.devices(), world);
        xdp = XdpSide.of(xdp, wire, config);
        try (var trial = new Trial(xdp, config, world, random, tally)) {
            trial.play(FRAMES);
        }
    }

    @AfterAll
    void disconnect() {
        if (xdp != null) {
            xdp.close();
        }
        wire.close();
    }

    @AfterAll
    void manyOfEachKindWereCompared() {
        assertThat(tally.frames()).as("frames: %s", tally).isGreaterThan(490_000);
        assertThat(tally.executedAlike()).as("executed: %s", tally).isGreaterThan(50_000);
        assertThat(Mutation.values())
                .as("changed: %s", tally)
                .allMatch(how -> tally.mutated(how) > LEAST_OF_A_KIND);
        assertThat(Mutation.values())
                .as("harmless: %s", tally)
                .filteredOn(Mutation::harmless)
                .allMatch(how -> tally.executedThough(how) > tally.mutated(how) / 5);
        assertThat(Tampering.values())
                .as("tables: %s", tally)
                .allMatch(how -> tally.timesTampered(how) > LEAST_TAMPERED);
    }
}
