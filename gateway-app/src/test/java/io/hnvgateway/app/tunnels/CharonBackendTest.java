package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.connection.ConnectionFailure;
import io.hnvgateway.ipsec.kernel.KernelEvent;
import io.hnvgateway.ipsec.kernel.Parties;
import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.Refusal;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CharonBackendTest {
    private static final String GENERAL = "the gateway did not take the negotiated SA";

    private static final IpAddress LOCAL = IpAddress.parse("192.0.2.1");
    private static final IpAddress REMOTE = IpAddress.parse("198.51.100.7");

    private final Told told = new Told();
    private final CharonBackend backend = new CharonBackend(told, Runnable::run);
    private final SaDatabase database =
            new SaDatabase(1, EspCiphers.best(1), (worker, action) -> action.run(), backend);

    @BeforeEach
    void open() {
        backend.keepIn(database);
        backend.openTunnel("contoso", 0);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tooManySelectorsAreTheFailureThatCharonTellsInGeneralWords() {
        assertThat(backend.addSa(1, 0, outbound(65))).isFalse();
        backend.event(installFailed());
        assertThat(told.failures)
                .containsExactly(
                        new ConnectionFailure(
                                ConnectionFailure.Kind.OTHER, Refusal.SELECTORS_OF_SIDE.text()));

        told.failures.clear();
        backend.event(installFailed());
        assertThat(told.failures)
                .as("another cause")
                .containsExactly(new ConnectionFailure(ConnectionFailure.Kind.OTHER, GENERAL));
        assertThat(backend.addSa(1, 0, outbound(64))).isTrue();
    }

    @Test
    void charonIsNotTakenBeforeWhatItHasIsLookedThrough() {
        told.judged = false;
        assertThat(backend.isReady()).isFalse();
        told.judged = true;
        assertThat(backend.isReady()).isTrue();
    }

    private static SaParameters outbound(int selectors) {
        List<TrafficSelector> side =
                Collections.nCopies(selectors, new TrafficSelector(LOCAL, REMOTE, 0, 0, 65535));
        EspTransform transform = EspTransform.AES_GCM_128;
        return new SaParameters(
                false,
                0x1000,
                1,
                "contoso",
                1,
                new SaParameters.Endpoints(LOCAL, 0, REMOTE, 0, false),
                new SaParameters.Features(false, 64, 0, true, true),
                new SaParameters.Keys(
                        transform, new byte[transform.encryptionKeyBytes()], new byte[0]),
                new SaParameters.Selectors(side, side),
                new SaParameters.Lifetime(0, 0, 0, 0));
    }

    private static KernelEvent installFailed() {
        Parties parties = new Parties("gateway", "office", LOCAL, 500, REMOTE, 500);
        return new KernelEvent(KernelEvent.Kind.INSTALL, "contoso", parties, GENERAL);
    }

    private static final class Told implements CharonBackend.Answers {
        final List<ConnectionFailure> failures = new ArrayList<>();
        private boolean judged = true;

        @Override
        public boolean isJudged() {
            return judged;
        }

        @Override
        public byte @Nullable [] psk(String connection) {
            return null;
        }

        @Override
        public boolean isConfigured(String connection) {
            return true;
        }

        @Override
        public void failed(String connection, ConnectionFailure failure) {
            failures.add(failure);
        }

        @Override
        public void inUse(int spi, int tunnel) {}

        @Override
        public void outOfUse(int spi) {}

        @Override
        public void carried(boolean now) {}
    }
}
