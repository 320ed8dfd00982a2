package io.hnvgateway.ipsec.vici;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The client against two real charons.
@Tag("net")
class CharonNetTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NAME = "d0d0d0d0-0000-4000-8000-000000000001/office";
    private static TwoCharons charons;

    private ViciClient client;
    private Charon here;
    private Charon there;

    @BeforeAll
    static void start() throws Exception {
        charons = new TwoCharons();
    }

    @AfterAll
    static void stop() {
        charons.close();
    }

    @BeforeEach
    void connect() {
        client = new ViciClient(charons.here().socket());
        here = new Charon(client);
        there = new Charon(new ViciClient(charons.there().socket()));
    }

    @AfterEach
    void clear() throws Exception {
        for (Charon charon : List.of(here, there)) {
            for (String name : charon.connectionNames()) {
                charon.unloadConnection(name);
                charon.terminate(name, Duration.ofSeconds(1));
            }
            charon.clearCredentials();
            charon.close();
        }
        client.close();
    }

    @Test
    void tellsItsVersionAndHowItIsDoing() throws Exception {
        assertThat(here.version().daemon()).isEqualTo("charon-systemd");
        assertThat(here.version().version()).matches("[56]\\..*");
        assertThat(here.stats().section("ikesas").number("total", -1)).isZero();
    }

    @Test
    void aConnectionIsThereUntilItIsUnloaded() throws Exception {
        here.loadConnection(NAME, connection(TwoCharons.HERE, TwoCharons.THERE, "1", "2"));
        assertThat(here.connectionNames()).containsExactly(NAME);
        ViciSection listed = here.connections().getOrDefault(NAME, ViciSection.EMPTY);
        assertThat(listed.texts("remote_addrs")).containsExactly(TwoCharons.THERE);
        assertThat(listed.text("unique")).isEqualTo("UNIQUE_NEVER");
        here.unloadConnection(NAME);
        assertThat(here.connectionNames()).isEmpty();
    }

    @Test
    void refusalsCarryCharonsOwnWords() {
        ViciSection wrong =
                ViciSection.builder().put("proposals", List.of("aes128-nonsense")).build();
        assertThatThrownBy(() -> here.loadConnection(NAME, wrong))
                .isInstanceOf(ViciRefusedException.class)
                .hasMessageContaining("proposals");
        assertThatThrownBy(() -> here.unloadConnection("none"))
                .isInstanceOf(ViciRefusedException.class)
                .hasMessageContaining("none");
    }

    @Test
    void unknownCommandsAndEventsAreRefusedAndTheConnectionGoesOn() throws Exception {
        try (ViciConnection connection = client.open()) {
            assertThatThrownBy(() ->
                            connection.call("no-such", ViciSection.EMPTY, ViciConnection.SHORT))
                    .hasMessageContaining("does not know the command no-such");
            assertThatThrownBy(() -> connection.register("no-such"))
                    .hasMessageContaining("does not know the event no-such");
            assertThat(
                            connection
                                    .call("version", ViciSection.EMPTY, ViciConnection.SHORT)
                                    .text("daemon"))
                    .isEqualTo("charon-systemd");
        }
    }

    @Test
    void aTunnelComesUpIsListedRekeyedAndEndedWithAnEventEach() throws Exception {
        loadBoth("office secret", "office secret");
        Events events = new Events();
        try (CharonEvents listening = new CharonEvents(client, events)) {
            listening.begin();
            events.awaitConnected();
            List<LogLine> log = new ArrayList<>();
            here.initiate(NAME, "net", LIMIT, log::add);
            assertThat(log).anyMatch(line -> line.message().contains("established"));

            IkeSa sa = here.sas(NAME).getFirst();
            assertThat(sa.isEstablished()).isTrue();
            assertThat(sa.initiator()).isTrue();
            assertThat(sa.remote().address()).isEqualTo(TwoCharons.THERE);
            assertThat(sa.local().identity()).isEqualTo("here@example.org");
            assertThat(sa.interfaceId()).isEqualTo(17);
            assertThat(sa.encryption()).contains("AES_GCM_16-256").contains("ECP_256");
            ChildSa child = sa.children().getFirst();
            assertThat(child.name()).isEqualTo("net");
            assertThat(child.spiIn()).isNotZero();
            assertThat(child.spiOut()).isNotZero();
            assertThat(child.localSelectors()).containsExactly("10.0.1.0/24");
            assertThat(child.remoteSelectors()).containsExactly("10.0.2.0/24");
            assertThat(child.traffic().idleSeconds()).isEqualTo(-1);
            List<IkeSa> all = new ArrayList<>();
            here.forEachSa(all::add);
            assertThat(all).extracting(IkeSa::name).containsExactly(NAME);

            assertThat(events.await(CharonEvent.IkeUpDown.class, CharonEvent.IkeUpDown::up).sas())
                    .extracting(IkeSa::uniqueId)
                    .containsExactly(sa.uniqueId());
            var childUp = events.await(CharonEvent.ChildUpDown.class, CharonEvent.ChildUpDown::up);
            assertThat(childUp.sas().getFirst().children().getFirst().spiIn())
                    .isEqualTo(child.spiIn());

            assertThat(here.rekeyChildren(NAME, "net")).isEqualTo(1);
            var rekeyed = events.await(CharonEvent.ChildRekey.class, rekey -> true);
            assertThat(rekeyed.connection()).isEqualTo(NAME);
            assertThat(rekeyed.old().spiIn()).isEqualTo(child.spiIn());
            assertThat(rekeyed.now().spiIn()).isNotIn(0, child.spiIn());

            assertThat(here.rekeyIke(NAME)).isEqualTo(1);
            var ikeRekey = events.await(CharonEvent.IkeRekey.class, rekey -> true);
            assertThat(ikeRekey.old().uniqueId()).isEqualTo(sa.uniqueId());
            assertThat(ikeRekey.now().uniqueId()).isNotEqualTo(sa.uniqueId());

            assertThat(here.terminate(NAME, LIMIT)).isPositive();
            events.await(CharonEvent.IkeUpDown.class, event -> !event.up());
            assertThat(here.sas(NAME)).isEmpty();
            assertThat(here.terminate(NAME, LIMIT)).isZero();
        }
    }

    @Test
    void theLogTellsAResponderWhyAPeerFailed() throws Exception {
        loadBoth("office secret", "another secret");
        BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();
        try (CharonLog _ = new CharonLog(client, lines::add)) {
            awaitLog(lines);
            assertThatThrownBy(() -> there.initiate(NAME, "net", LIMIT, line -> {}))
                    .isInstanceOf(ViciRefusedException.class);
            LogLine line = await(lines, log -> log.message().contains("MAC mismatched"));
            assertThat(line.connection()).isEqualTo(NAME);
            assertThat(line.ikeUniqueId()).isPositive();
        }
    }

    @Test
    void aFloodOfLogLinesIsReadNoFurtherAndTheLogComesBack() throws Exception {
        BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();
        here.loadConnection(NAME, connection(TwoCharons.HERE, TwoCharons.THERE, "1", "2"));
        try (CharonLog log = new CharonLog(client, lines::add, new LineBudget(20))) {
            awaitLog(lines);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (log.pauses() == 0) {
                logALine();
                assertThat(System.nanoTime()).as("never paused").isLessThan(deadline);
            }
            lines.clear();
            awaitLog(lines);
        }
    }

    /// Makes charon log until the log is heard.
    private void awaitLog(BlockingQueue<LogLine> lines) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        do {
            assertThat(System.nanoTime()).as("no log").isLessThan(deadline);
            logALine();
        } while (lines.poll(50, TimeUnit.MILLISECONDS) == null);
    }

    /// charon logs each change of a connection.
    private void logALine() throws Exception {
        here.loadConnection("logged", connection(TwoCharons.HERE, TwoCharons.THERE, "1", "2"));
    }

    private static LogLine await(BlockingQueue<LogLine> lines, Predicate<LogLine> fits)
            throws InterruptedException {
        while (true) {
            LogLine next = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("no such line").isNotNull();
            if (fits.test(next)) {
                return next;
            }
        }
    }

    @Test
    void beginningAndEndingWaitForNoPeer() throws Exception {
        here.loadConnection(NAME, connection(TwoCharons.HERE, "192.0.2.99", "1", "2"));
        here.begin(NAME, "net");
        assertThat(here.sas(NAME)).extracting(IkeSa::state).containsExactly("CONNECTING");
        assertThat(here.end(NAME)).isEqualTo(1);
        assertThat(here.sas(NAME)).isEmpty();
        assertThat(here.end(NAME)).isZero();
        assertThatThrownBy(() -> here.begin("none", "net"))
                .isInstanceOf(ViciRefusedException.class);
    }

    @Test
    void thePeerIsToldOfAnEnd() throws Exception {
        loadBoth("office secret", "office secret");
        here.initiate(NAME, "net", LIMIT, line -> {});
        assertThat(there.sas(NAME)).hasSize(1);
        assertThat(here.end(NAME)).isEqualTo(1);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!there.sas(NAME).isEmpty()) {
            assertThat(System.nanoTime()).as("the peer has it still").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void connectsAgainWhenCharonCameBack() throws Exception {
        Events events = new Events();
        try (CharonEvents listening = new CharonEvents(client, events)) {
            listening.begin();
            events.awaitConnected();
            here.loadConnection(NAME, connection(TwoCharons.HERE, TwoCharons.THERE, "1", "2"));
            charons.here().restart();
            events.awaitDisconnected();
            events.awaitConnected();
            assertThat(here.connectionNames()).isEmpty();
        }
    }

    @Test
    void aCommandThatWaitsTooLongIsGivenUp() throws Exception {
        ViciSection nobody = connection(TwoCharons.HERE, "192.0.2.99", "1", "2");
        here.loadConnection(NAME, nobody);
        assertThatThrownBy(() -> here.initiate(NAME, "net", Duration.ofMillis(300), line -> {}))
                .isInstanceOf(ViciRefusedException.class)
                .hasMessageContaining("300ms");
        assertThat(here.version().daemon()).isNotEmpty();
    }

    private void loadBoth(String secretHere, String secretThere) throws Exception {
        here.loadConnection(NAME, connection(TwoCharons.HERE, TwoCharons.THERE, "1", "2"));
        there.loadConnection(NAME, connection(TwoCharons.THERE, TwoCharons.HERE, "2", "1"));
        here.loadShared("psk", "IKE", secretHere.getBytes(UTF_8), List.of());
        there.loadShared("psk", "IKE", secretThere.getBytes(UTF_8), List.of());
    }

    private static ViciSection connection(
            String local, String remote, String localNet, String remoteNet) {
        ViciSection child =
                ViciSection.builder()
                        .put("local_ts", List.of("10.0." + localNet + ".0/24"))
                        .put("remote_ts", List.of("10.0." + remoteNet + ".0/24"))
                        .put("esp_proposals", List.of("aes256gcm16-ecp256"))
                        .build();
        return ViciSection.builder()
                .put("version", 2)
                .put("unique", "never")
                .put("encap", true)
                .put("local_addrs", List.of(local))
                .put("remote_addrs", List.of(remote))
                .put("if_id_in", 17)
                .put("if_id_out", 17)
                .put("proposals", List.of("aes256gcm16-prfsha256-ecp256"))
                .put("local", authentication(local))
                .put("remote", authentication(remote))
                .put("children", ViciSection.builder().put("net", child).build())
                .build();
    }

    private static ViciSection authentication(String address) {
        String name = address.equals(TwoCharons.HERE) ? "here" : "there";
        return ViciSection.builder().put("auth", "psk").put("id", name + "@example.org").build();
    }

    /// Keeps what came, for whoever waits.
    private static final class Events implements CharonEvents.Listener {
        private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

        @Override
        public void connected() {
            queue.add("connected");
        }

        @Override
        public void event(CharonEvent event) {
            queue.add(event);
        }

        @Override
        public void disconnected(String reason) {
            queue.add("disconnected");
        }

        void awaitConnected() throws InterruptedException {
            await(String.class, "connected"::equals);
        }

        void awaitDisconnected() throws InterruptedException {
            await(String.class, "disconnected"::equals);
        }

        /// The first one that fits; those before it are gone.
        <T> T await(Class<T> type, Predicate<T> fits) throws InterruptedException {
            while (true) {
                Object next = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("no " + type.getSimpleName()).isNotNull();
                if (type.isInstance(next) && fits.test(type.cast(next))) {
                    return type.cast(next);
                }
            }
        }
    }
}
