package io.hnvgateway.ipsec.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hnvgateway.ipsec.kernel.PluginSide.Body;
import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.packet.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class KernelServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path directory;

    private final FakeBackend backend = new FakeBackend();
    private Path socket = Path.of("");
    private KernelServer server;

    @BeforeEach
    void start() throws IOException {
        socket = directory.resolve("kernel.sock");
        server = KernelServer.start(socket, backend);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void socketIsForItsOwnerAlone() throws IOException {
        assertThat(Files.getPosixFilePermissions(socket))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void replacesWhatAnotherProcessLeftAndLeavesWhatIsNotItsOwn() throws IOException {
        try (KernelServer successor = KernelServer.start(socket, new FakeBackend())) {
            server.close();
            try (PluginSide plugin = PluginSide.connect(socket).greet()) {
                plugin.send(PluginSide.frame(KernelProtocol.QUERY_SA, 2, new Body().u32(1)));
                assertThat(plugin.status()).isZero();
            }
            assertThat(successor).isNotNull();
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void readsAnSaAsItIs() throws IOException {
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            byte[] frame =
                    PluginSide.frame(KernelProtocol.ADD_SA, 2, PluginSide.addSa(9, (byte) 5));
            for (byte one : frame) { // as small as pieces can be
                plugin.send(new byte[] {one});
            }
            assertThat(plugin.status()).isZero();
        }
        SaParameters sa = backend.added.getFirst();
        assertThat(sa.inbound()).isTrue();
        assertThat(sa.spi()).isEqualTo(0x89ab_cdef);
        assertThat(sa.reqid()).isEqualTo(3);
        assertThat(sa.childId()).isEqualTo(4);
        assertThat(sa.connection()).isEqualTo("contoso");
        assertThat(sa.endpoints())
                .isEqualTo(
                        new SaParameters.Endpoints(
                                IpAddress.parse("192.0.2.1"),
                                4500,
                                IpAddress.parse("192.0.2.11"),
                                4501,
                                true));
        assertThat(sa.features()).isEqualTo(new SaParameters.Features(true, 64, 0, true, false));
        assertThat(sa.lifetime()).isEqualTo(new SaParameters.Lifetime(10, 20, 30, 40));
        assertThat(sa.keys().transform()).isEqualTo(EspTransform.AES_GCM_128);
        assertThat(sa.keys().encryption()).hasSize(20).containsOnly(5);
        assertThat(sa.selectors().local().getFirst().to()).hasToString("10.10.255.255");
        assertThat(sa.selectors().remote().getFirst().from()).hasToString("10.20.0.0");
    }

    @Test
    void refusesAnSaWithAlgorithmsThatItDoesNotKnow() throws IOException {
        byte[] frame = PluginSide.frame(KernelProtocol.ADD_SA, 2, PluginSide.addSa(9, (byte) 5));
        frame[frame.length - 20 - 2 - 2 - 2 - 1] = 28; // ChaCha20-Poly1305
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            plugin.send(frame);
            assertThat(plugin.status()).isEqualTo(KernelProtocol.REFUSED);
        }
        assertThat(backend.added).isEmpty();
    }

    @Test
    void answersInOrderWithTheNumbersOfTheQuestions() throws IOException {
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            plugin.send(PluginSide.frame(KernelProtocol.QUERY_SA, 70, new Body().u32(1)));
            plugin.send(PluginSide.frame(KernelProtocol.QUERY_SA, 71, new Body().u32(2)));
            ByteBuffer known = plugin.answer();
            assertThat(Byte.toUnsignedInt(known.get())).isEqualTo(KernelProtocol.QUERY_SA | 0x80);
            assertThat(known.getInt()).isEqualTo(70);
            assertThat(known.get()).isZero();
            assertThat(known.getLong()).isEqualTo(700);
            assertThat(known.getLong()).isEqualTo(7);
            assertThat(known.getLong()).isEqualTo(12);
            ByteBuffer unknown = plugin.answer();
            assertThat(unknown.getInt(1)).isEqualTo(71);
            assertThat(unknown.get(5)).isEqualTo((byte) KernelProtocol.REFUSED);
        }
    }

    @Test
    void keyIsOfThisConnectionOnlyAndOverwrittenHere() throws IOException {
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            plugin.send(PluginSide.frame(KernelProtocol.GET_PSK, 2, question("woodgrove")));
            assertThat(plugin.status()).isEqualTo(KernelProtocol.REFUSED);
            plugin.send(PluginSide.frame(KernelProtocol.GET_PSK, 3, question("contoso")));
            ByteBuffer answer = plugin.answer();
            byte[] key = new byte[5];
            answer.get(6, key);
            assertThat(key).containsExactly(0, 3, 1, 2, 3);
        }
        assertThat(backend.psk).containsOnly(0);
    }

    @Test
    void faultOfTheBackendRefusesAndGoesOn() throws IOException {
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            plugin.send(PluginSide.frame(KernelProtocol.QUERY_SA, 2, new Body().u32(99)));
            assertThat(plugin.status()).isEqualTo(KernelProtocol.REFUSED);
            plugin.send(PluginSide.frame(KernelProtocol.QUERY_SA, 3, new Body().u32(1)));
            assertThat(plugin.status()).isZero();
        }
    }

    @Test
    void noMemoryForOneSaRefusesThisOneAndGoesOn() throws IOException {
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            plugin.send(PluginSide.frame(KernelProtocol.ADD_SA, 2, PluginSide.addSa(77, (byte) 5)));
            assertThat(plugin.status()).isEqualTo(KernelProtocol.REFUSED);
            plugin.send(PluginSide.frame(KernelProtocol.ADD_SA, 3, PluginSide.addSa(9, (byte) 5)));
            assertThat(plugin.status()).isZero();
        }
        assertThat(backend.added).hasSize(1);
    }

    @Test
    void tellsCharonWhatTheWorkersSee() throws IOException {
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            KernelSession session = Objects.requireNonNull(backend.session);
            session.acquire(5);
            session.expire(6, true);
            session.mapping(7, IpAddress.parse("2001:db8::1"), 4501);
            assertThat(plugin.answer())
                    .isEqualTo(ByteBuffer.allocate(9).put((byte) 64).putInt(0).putInt(5).flip());
            assertThat(plugin.answer().get(9)).isEqualTo((byte) 1);
            ByteBuffer mapping = plugin.answer();
            assertThat(mapping.get(9)).isEqualTo((byte) 16);
            assertThat(mapping.getLong(10)).isEqualTo(0x2001_0db8_0000_0000L);
            assertThat(mapping.getShort(26)).isEqualTo((short) 4501);
        }
    }

    @Test
    void endsAMalformedConnectionAndTakesTheNextOne() throws IOException {
        byte[][] malformed = {
            ByteBuffer.allocate(9).putInt(-1).array(),
            ByteBuffer.allocate(9).putInt(4).array(),
            PluginSide.frame(KernelProtocol.QUERY_SA, 2, new Body().u16(1)),
            PluginSide.frame(KernelProtocol.QUERY_SA, 2, new Body().u64(1)),
            PluginSide.frame(63, 2, new Body()),
            PluginSide.frame(KernelProtocol.HELLO, 2, PluginSide.hello(1)),
        };
        for (byte[] bytes : malformed) {
            try (PluginSide plugin = PluginSide.connect(socket).greet()) {
                plugin.send(bytes);
                assertThat(plugin.isEnded()).isTrue();
            }
            await(() -> backend.session == null);
        }
        try (PluginSide plugin = PluginSide.connect(socket)) {
            plugin.send(PluginSide.frame(KernelProtocol.QUERY_SA, 2, new Body().u32(1)));
            assertThat(plugin.isEnded()).as("no hello").isTrue();
        }
    }

    @Test
    void refusesAnotherVersion() throws IOException {
        try (PluginSide plugin = PluginSide.connect(socket)) {
            plugin.send(PluginSide.frame(KernelProtocol.HELLO, 1, PluginSide.hello(2)));
            assertThat(plugin.status()).isEqualTo(KernelProtocol.REFUSED);
        }
        assertThat(backend.told).isEmpty();
    }

    @Test
    void oneCharonAtATime() throws IOException {
        try (PluginSide first = PluginSide.connect(socket).greet()) {
            try (PluginSide second = PluginSide.connect(socket)) {
                assertThat(second.isTurnedAway()).isTrue();
            }
            first.send(PluginSide.frame(KernelProtocol.DELETE_SA, 0, new Body().u32(8)));
            await(() -> backend.told.contains("delete 8"));
        }
        await(() -> backend.session == null);
        try (PluginSide next = PluginSide.connect(socket).greet()) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void noCharonIsTakenBeforeTheBackendIsReady() throws IOException {
        backend.ready = false;
        try (PluginSide early = PluginSide.connect(socket)) {
            assertThat(early.isTurnedAway()).isTrue();
        }
        assertThat(backend.told).isEmpty();
        backend.ready = true;
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            assertThat(plugin).isNotNull();
        }
        await(() -> backend.told.contains("disconnected"));
    }

    @Test
    void aCharonThatComesALittleEarlyWaits() throws IOException {
        backend.looksUntilReady.set(5);
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            assertThat(plugin).isNotNull();
        }
        await(() -> backend.told.contains("disconnected"));
    }

    @Test
    void anSaOfAnotherCipherIsRefusedAndToldOnceForItsConnection() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(UnsupportedLog.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            for (int i = 2; i < 12; i++) {
                plugin.send(
                        PluginSide.frame(
                                KernelProtocol.ADD_SA, i, PluginSide.addSa(i, (byte) 5, 3)));
                assertThat(plugin.status()).isEqualTo(KernelProtocol.REFUSED);
            }
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(backend.added).isEmpty();
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo(
                        "event=security-association-refused connection=contoso count=1"
                                + " reason=\"algorithms are not supported (transforms 3, 1024)\"");
    }

    @Test
    void sessionEndsWithTheServer() throws IOException {
        try (PluginSide plugin = PluginSide.connect(socket).greet()) {
            server.close();
            assertThat(backend.told).containsExactly("connected 5.9.8", "disconnected");
            assertThat(plugin.isEnded()).isTrue();
        }
    }

    private static Body question(String connection) {
        return new Body().text(connection).text("gateway").text("office").host(1, 500).host(2, 500);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
