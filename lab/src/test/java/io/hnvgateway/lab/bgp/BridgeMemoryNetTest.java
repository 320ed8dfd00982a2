package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the bridge takes with many routes of a peer, and many told to it: it ends neither ExaBGP
/// nor itself by that.
@Tag("net")
class BridgeMemoryNetTest {
    private static final String ONE = SpeakerScene.id(1);
    private static final long MOST_EVER_KIB = 96 << 10;
    private static final long MOST_KIB = 80_000_000 >> 10;

    private final SpeakerScene scene = new SpeakerScene();

    @AfterEach
    void end() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 100_000})
    void itStaysSmallWithManyRoutesBothWays(int count) {
        try (Bird bird = SpeakerBird.start(scene, 1, Bird.manyRoutes(count))) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("learned", () -> scene.heard.of(ONE).size() == count);
            long bridge = scene.bridgePid(0);
            report(count + " received", bridge);
            scene.speakers()
                    .send(
                            ONE,
                            RouteUpdate.announce(
                                    SpeakerScene.announcement("172.16.0.1", 0).attributes(),
                                    prefixes(count)));
            String last = prefixes(count).getLast().toString();
            scene.await("announced", () -> bird.has(last));
            report(count + " announced as well", bridge);
            scene.speakers().askRefresh(ONE);
            scene.await("ended", () -> scene.heard.said("refresh-ended " + ONE));
            report(count + " received once more", bridge);

            assertThat(scene.bridgePid(0)).as("the same process").isEqualTo(bridge);
            assertThat(kib("VmHWM", bridge)).as("KiB").isLessThanOrEqualTo(MOST_EVER_KIB);
            // What its compiler took goes back within seconds.
            scene.await(
                    "80 MB resident, not " + kib("VmRSS", bridge) + " KiB",
                    () -> kib("VmRSS", bridge) <= MOST_KIB);
        }
    }

    private void report(String when, long bridge) {
        System.out.printf(
                "%s: bridge %d KiB, at most %d; ExaBGP %d KiB%n",
                when,
                kib("VmRSS", bridge),
                kib("VmHWM", bridge),
                kib("VmRSS", scene.speakerPid(0)));
    }

    private static long kib(String name, long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<IpPrefix> prefixes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> IpPrefix.parse(Ipv4Address.toString(0x0b00_0000 + i) + "/32"))
                .toList();
    }
}
