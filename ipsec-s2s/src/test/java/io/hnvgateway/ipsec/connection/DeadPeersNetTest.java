package io.hnvgateway.ipsec.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.connection.ConnectionSpec.Start;
import io.hnvgateway.ipsec.connection.ConnectionStatus.State;
import io.hnvgateway.ipsec.vici.Charon;
import io.hnvgateway.ipsec.vici.TwoCharons;
import io.hnvgateway.ipsec.vici.ViciClient;
import io.hnvgateway.packet.IpAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Peers that do not answer cost those that do nothing: neither charon's threads nor ours wait for
/// them.
@Tag("net")
class DeadPeersNetTest {
    private static final int DEAD = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HONEST = "contoso/office";

    /// So long that no attempt is given up during the test.
    private static final String PATIENT = "retransmit_timeout = 300\n  retransmit_tries = 1";

    @Test
    void aThousandOfThemHoldUpNobody() throws Exception {
        try (TwoCharons charons = new TwoCharons(PATIENT);
                ViciClient client = new ViciClient(charons.here().socket());
                ViciClient peerClient = new ViciClient(charons.there().socket());
                Charon charon = new Charon(client);
                Charon other = new Charon(peerClient);
                Connections connections =
                        new Connections(
                                client,
                                ConnectionSpecs.SEAL,
                                (name, up) -> {},
                                InstantSource.system(),
                                Duration.ofMinutes(10)); // no attempt ends meanwhile
                Connections peer =
                        new Connections(peerClient, ConnectionSpecs.SEAL, (name, up) -> {})) {
            for (Charon each : List.of(charon, other)) {
                each.loadShared("psk", "IKE", "open sesame".getBytes(UTF_8), List.of());
            }
            peer.apply(List.of(spec(HONEST, 1, TwoCharons.THERE, TwoCharons.HERE, Start.BY_PEER)));
            List<ConnectionSpec> all = new ArrayList<>();
            IntStream.range(0, DEAD).forEach(i -> all.add(dead(i)));
            connections.apply(all);
            await(connections, State.CONNECTING, DEAD);

            all.add(spec(HONEST, 2_000, TwoCharons.HERE, TwoCharons.THERE, Start.ON_DEMAND));
            connections.apply(all);
            connections.demand(HONEST);
            await(connections, State.ESTABLISHED, 1);
            assertThat(count(connections, State.CONNECTING)).isEqualTo(DEAD);
            assertThat(charon.stats().section("workers").number("idle", 0))
                    .as("charon's idle threads of 16, some of which always listen")
                    .isGreaterThanOrEqualTo(4);

            connections.apply(List.of());
            assertThat(connections.statuses()).isEmpty();
            assertThat(charon.stats().section("ikesas").number("total", -1)).isZero();
        }
    }

    private static ConnectionSpec dead(int i) {
        String address = "192.0.2." + (10 + i % 200);
        return spec("tenant-" + i + "/dead", 3 + i, TwoCharons.HERE, address, Start.ALWAYS);
    }

    private static ConnectionSpec spec(
            String name, int interfaceId, String local, String remote, Start start) {
        return new ConnectionSpec(
                name,
                interfaceId,
                new ConnectionSpec.Sides(
                        IpAddress.parse(local),
                        List.of(IpAddress.parse(remote)),
                        local,
                        remote,
                        false),
                new ConnectionSpec.Psk("open sesame"),
                new ConnectionSpec.Ike(List.of("aes128gcm16-prfsha256-ecp256"), 28_800, 15, true),
                new ConnectionSpec.Child(List.of("aes128gcm16"), 3_600, 0, 0, List.of(), List.of()),
                start);
    }

    private static long count(Connections connections, State state) {
        return connections.statuses().stream().filter(s -> s.state() == state).count();
    }

    private static void await(Connections connections, State state, int count)
            throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (count(connections, state) < count) {
            assertThat(System.nanoTime())
                    .as(() -> "only " + count(connections, state) + " " + state)
                    .isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
