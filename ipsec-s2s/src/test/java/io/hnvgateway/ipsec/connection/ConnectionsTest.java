package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.connection.ConnectionSpec.Start;
import io.hnvgateway.ipsec.connection.ConnectionStatus.State;
import io.hnvgateway.ipsec.vici.FakeCharon;
import io.hnvgateway.ipsec.vici.ViciClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the IKE_SAs that charon has from before; with a real one, [ConnectionsNetTest].
@Timeout(60)
class ConnectionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String OFFICE = "contoso/office";
    private static final String BRANCH = "contoso/branch";

    @TempDir Path directory;

    private final List<String> changes = new CopyOnWriteArrayList<>();
    private FakeCharon charon;
    private ViciClient client;
    private Connections connections;

    @BeforeEach
    void start() throws IOException {
        Path socket = directory.resolve("vici.sock");
        charon = new FakeCharon(socket);
        client = new ViciClient(socket);
        connections =
                new Connections(
                        client,
                        ConnectionSpecs.SEAL,
                        (name, up) -> changes.add(name + (up ? " up" : " down")));
    }

    @AfterEach
    void stop() throws IOException {
        charon.list();
        connections.close();
        client.close();
        charon.close();
    }

    @Test
    void whatAConnectionWasEndsBeforeAnyIsLoadedAndWhatItIsIsAdopted() throws Exception {
        charon.has(OFFICE, 1, childOf(spec(OFFICE, "an old secret")));
        charon.has(BRANCH, 2, childOf(spec(BRANCH, "a secret")));
        charon.has("contoso/gone", 3, childOf(spec("contoso/gone", "a secret")));
        connections.apply(List.of(spec(OFFICE, "a secret"), spec(BRANCH, "a secret")));
        await(() -> changes.equals(List.of(BRANCH + " up")));
        assertThat(charon.told())
                .containsExactly(
                        "log",
                        "list-sas",
                        "terminate 1",
                        "terminate 3",
                        "load-conn " + OFFICE,
                        "load-conn " + BRANCH);
        assertThat(charon.sas()).containsExactly(2L);
    }

    @Test
    void nothingIsLoadedOrJudgedBeforeCharonHasSaidWhatItHas() throws Exception {
        charon.holdLists();
        connections.apply(List.of(spec(OFFICE, "a secret")));
        await(() -> charon.told().contains("list-sas"));
        assertThat(charon.told()).containsExactly("log", "list-sas");
        assertThat(connections.isJudged()).isFalse();
        charon.list();
        await(() -> charon.told().contains("load-conn " + OFFICE));
        assertThat(connections.isJudged()).isTrue();
        charon.close();
        await(() -> !connections.isJudged());
    }

    /// A gateway that is told to end before it has any.
    @Test
    void whatWasNeverAppliedEndsAndDoesNotBeginAfterwards() throws Exception {
        connections.close();
        connections.apply(List.of(spec(OFFICE, "a secret")));
        pause(200);
        assertThat(charon.told()).doesNotContain("load-conn " + OFFICE);
    }

    /// Else an attempt that fails meanwhile fails for no reason, and only after its time.
    @Test
    void nothingIsLoadedBeforeTheLogIsHeard() throws Exception {
        charon.holdLog();
        connections.apply(List.of(spec(OFFICE, "a secret")));
        pause(200);
        charon.log();
        await(() -> charon.told().contains("load-conn " + OFFICE));
        assertThat(charon.told()).containsExactly("log", "list-sas", "load-conn " + OFFICE);
    }

    @Test
    void theWordsOfALostCharonGoWhenItIsBack() throws Exception {
        connections.apply(List.of(spec(OFFICE, "a secret")));
        await(() -> status(OFFICE).state() == State.WAITING);
        charon.close();
        await(() -> status(OFFICE).state() == State.NO_CHARON);
        assertThat(Objects.requireNonNull(status(OFFICE).failure()).text())
                .contains("charon is not there");
        charon = new FakeCharon(directory.resolve("vici.sock"));
        await(() -> status(OFFICE).state() == State.WAITING);
        assertThat(status(OFFICE).failure()).isNull();
    }

    private ConnectionStatus status(String name) {
        return connections.status(name).orElseThrow();
    }

    @Test
    void anEndThatCharonRefusesIsAskedForEachSecondUntilItTakesPlace() throws Exception {
        charon.refuseToEnd(true);
        charon.has(OFFICE, 1, childOf(spec(OFFICE, "an old secret")));
        connections.apply(List.of(spec(OFFICE, "a secret")));
        await(() -> charon.told().contains("load-conn " + OFFICE));
        assertThat(charon.count("terminate 1")).isEqualTo(1);
        for (int again = 2; again <= 3; again++) {
            int count = again;
            await(() -> {
                connections.eachSecond();
                return charon.count("terminate 1") >= count;
            });
        }
        assertThat(changes).as("not adopted").isEmpty();
        charon.refuseToEnd(false);
        await(() -> {
            connections.eachSecond();
            return charon.sas().isEmpty();
        });
        await(() -> {
            long before = charon.count("list-sas");
            connections.eachSecond();
            pause(50);
            return charon.count("list-sas") == before;
        });
    }

    @Test
    void theTunnelOfARemovedConnectionEndsAsSoonAsCharonLetsIt() throws Exception {
        connections.apply(List.of(spec(OFFICE, "a secret")));
        await(() -> charon.told().contains("load-conn " + OFFICE));
        charon.has(OFFICE, 1, childOf(spec(OFFICE, "a secret")));
        charon.refuseToEnd(true);
        connections.apply(List.of());
        assertThat(charon.told()).last().isEqualTo("terminate " + OFFICE);
        assertThat(charon.sas()).containsExactly(1L);
        charon.refuseToEnd(false);
        connections.eachSecond();
        await(() -> charon.sas().isEmpty());
    }

    @Test
    void whatIsEndedLateIsTheOldTunnelAndNotTheNewOne() throws Exception {
        connections.apply(List.of(spec(OFFICE, "an old secret")));
        await(() -> charon.told().contains("load-conn " + OFFICE));
        charon.has(OFFICE, 1, childOf(spec(OFFICE, "an old secret")));
        charon.refuseToEnd(true);
        connections.apply(List.of(spec(OFFICE, "a secret")));
        charon.has(OFFICE, 2, childOf(spec(OFFICE, "a secret")));
        charon.refuseToEnd(false);
        connections.eachSecond();
        await(() -> !charon.sas().contains(1L));
        assertThat(charon.sas()).isEqualTo(Set.of(2L));
        assertThat(charon.told()).doesNotContain("terminate 2");
    }

    private static ConnectionSpec spec(String name, String secret) {
        return new ConnectionSpecs(
                        name, Start.BY_PEER, "192.0.2.1", "192.0.2.2", "gateway", "office")
                .secret(secret)
                .build();
    }

    private static String childOf(ConnectionSpec spec) {
        return ConnectionSpecs.SEAL.childName(spec);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            pause(10);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
