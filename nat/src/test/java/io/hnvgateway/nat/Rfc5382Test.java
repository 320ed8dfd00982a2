package io.hnvgateway.nat;

import static io.hnvgateway.nat.Frames.*;
import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.flow.FlowAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TCP, requirement by requirement (with RFC 7857 §2). In every test Woodgrove has the same
/// connection open and must still have it at the end.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 4})
class Rfc5382Test {
    private static final int X_PORT = 40_000;
    private static final int WEB = 80;

    private final NatLab lab;
    private String woodgroveEndpoint = "";

    Rfc5382Test(int workers) {
        lab = new NatLab(workers);
    }

    @BeforeEach
    void woodgroveIsConnected() {
        Sent syn = lab.out(WOODGROVE, lab.frames.tcp(X, X_PORT, E1, WEB, SYN));
        woodgroveEndpoint = syn.source();
        lab.in(lab.frames.tcp(E1, WEB, WOODGROVE_P, syn.port(), SYN | ACK));
    }

    @AfterEach
    void woodgroveIsStillConnected() {
        Sent data = lab.out(WOODGROVE, lab.frames.tcp(X, X_PORT, E1, WEB, ACK));
        assertThat(data.source()).isEqualTo(woodgroveEndpoint).startsWith("203.0.113.20:");
        assertThat(lab.stage.mayInstall(data.session())).isTrue();
    }

    private Sent out(int flags) {
        return lab.out(lab.frames.tcp(X, X_PORT, E1, WEB, flags));
    }

    private Sent in(int externalPort, int flags) {
        return lab.in(lab.frames.tcp(E1, WEB, P, externalPort, flags));
    }

    private Packet numbered(Packet p, int sequence, int acknowledgment) {
        return lab.frames.numbered(p, sequence, acknowledgment);
    }

    /// Shakes hands and returns the external port.
    private int connect() {
        int port = out(SYN).port();
        assertThat(in(port, SYN | ACK).passed()).isTrue();
        assertThat(out(ACK).passed()).isTrue();
        return port;
    }

    private boolean installable() {
        return lab.stage.mayInstall(out(ACK).session());
    }

    @Nested
    class Req1EndpointIndependentMapping {
        @Test
        void oneInsideEndpointHasOneExternalEndpoint() {
            String first = out(SYN).source();
            assertThat(lab.out(lab.frames.tcp(X, X_PORT, E2, 81, SYN)).source()).isEqualTo(first);
        }

        @Test
        void aUdpMappingOfTheSameEndpointIsAnother() {
            lab.out(lab.frames.udp(X, X_PORT, E1, 53));
            assertThat(out(SYN).passed()).isTrue();
            assertThat(lab.stage.used(CONTOSO, Quota.PORTS)).isEqualTo(2);
        }
    }

    @Nested
    class Req2StateMachine {
        @Test
        void theHandshakeOpensAndOnlyThenFlowEntriesMayExist() {
            Sent syn = out(SYN);
            assertThat(lab.stage.mayInstall(syn.session())).isFalse();
            Sent synAck = in(syn.port(), SYN | ACK);
            assertThat(synAck.destination()).isEqualTo("10.0.0.10:40000");
            assertThat(synAck.packet().compartment).isEqualTo(CONTOSO);
            assertThat(lab.stage.mayInstall(synAck.session())).isTrue();
        }

        @Test
        void simultaneousOpenEstablishes() {
            int port = out(SYN).port();
            assertThat(in(port, SYN).passed()).isTrue();
            assertThat(out(SYN | ACK).passed()).isTrue();
            assertThat(in(port, SYN | ACK).passed()).isTrue();
            assertThat(installable()).isTrue();
        }

        @Test
        void theFirstFinSuspendsTheFlowEntriesAndHalfCloseStillCarriesData() {
            int port = connect();
            int session = out(ACK).session();
            long outward = lab.install(session, true);
            long inward = lab.install(session, false);
            assertThat(out(FIN | ACK).passed()).isTrue();
            assertThat(lab.isExecutable(outward)).isFalse();
            assertThat(lab.isExecutable(inward)).isFalse();
            assertThat(lab.stage.mayInstall(session)).isFalse();
            lab.pass(seconds(1000));
            assertThat(in(port, ACK).passed()).isTrue();
        }

        @Test
        void afterBothFinsTheTransitoryTimerRunsUnrefreshed() {
            int port = connect();
            out(FIN | ACK);
            in(port, FIN | ACK);
            lab.pass(seconds(200));
            assertThat(out(ACK).passed()).isTrue();
            lab.pass(seconds(41));
            assertThat(out(ACK).reason()).isEqualTo(DropReason.NAT_TCP_NOT_OPEN);
        }

        @Test
        void aClosedConnectionsTupleMayBeUsedAgain() {
            int port = connect();
            out(FIN | ACK);
            in(port, FIN | ACK);
            assertThat(out(SYN).port()).isEqualTo(port);
            assertThat(in(port, SYN | ACK).passed()).isTrue();
            assertThat(installable()).isTrue();
        }

        @Test
        void aPortOfAConnectionKnownClosedIsFreeAtOnce() {
            int port = connect();
            out(FIN | ACK);
            in(port, FIN | ACK);
            lab.pass(seconds(242));
            lab.sweep();
            assertThat(lab.stage.used(CONTOSO, Quota.PORTS)).isZero();
        }

        @ParameterizedTest
        @ValueSource(ints = {ACK, FIN | ACK, RST, RST | ACK, SYN | ACK, 0, SYN | FIN})
        void whatDoesNotOpenIsDropped(int flags) {
            assertThat(out(flags).reason()).isEqualTo(DropReason.NAT_TCP_NOT_OPEN);
            assertThat(lab.stage.used(CONTOSO, Quota.SESSIONS)).isZero();
        }
    }

    @Nested
    class Req3Filtering {
        @Test
        void isChosenApartFromUdp() {
            lab.contoso(
                    b -> b.externalAddress(P).tcpFiltering(Filtering.ADDRESS_AND_PORT_DEPENDENT));
            int port = connect();
            Packet stranger = lab.frames.tcp(E2, 1, P, port, SYN);
            assertThat(lab.in(stranger).reason()).isEqualTo(DropReason.NAT_FILTERED);
            int udpPort = lab.out(lab.frames.udp(X, 1, E1, 1)).port();
            assertThat(lab.in(lab.frames.udp(E2, 1, P, udpPort)).passed()).isTrue();
        }

        @Test
        void anAdmittedSynMakesASessionWhenTheInsideAnswers() {
            int port = connect();
            Sent syn = lab.in(lab.frames.tcp(E2, 99, P, port, SYN));
            assertThat(syn.passed()).isTrue();
            assertThat(syn.session()).isEqualTo(FlowAction.NO_SESSION);
            Sent synAck = lab.out(lab.frames.tcp(X, X_PORT, E2, 99, SYN | ACK));
            assertThat(synAck.port()).isEqualTo(port);
            assertThat(lab.in(lab.frames.tcp(E2, 99, P, port, ACK)).session())
                    .isEqualTo(synAck.session());
        }

        @Test
        void aRefusalOfAnAdmittedSynGoesOutWithoutASession() {
            int port = connect();
            lab.in(lab.frames.tcp(E2, 99, P, port, SYN));
            Sent refusal = lab.out(lab.frames.tcp(X, X_PORT, E2, 99, RST | ACK));
            assertThat(refusal.port()).isEqualTo(port);
            assertThat(refusal.session()).isEqualTo(FlowAction.NO_SESSION);
            assertThat(lab.stage.used(CONTOSO, Quota.SESSIONS)).isEqualTo(1);
        }
    }

    @Nested
    class Req4UnsolicitedSyn {
        @Test
        void isDroppedInSilence() {
            Sent syn = lab.in(lab.frames.tcp(E1, WEB, P, 2222, SYN));
            assertThat(syn.reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
        }

        @Test
        void midStreamPacketsOfStrangersPassNoMapping() {
            int port = connect();
            Packet stranger = lab.frames.tcp(E2, 1, P, port, ACK);
            assertThat(lab.in(stranger).reason()).isEqualTo(DropReason.NAT_TCP_NOT_OPEN);
        }
    }

    @Nested
    class Req5Timers {
        @Test
        void establishedLivesTwoHoursAndFourMinutes() {
            int port = connect();
            lab.pass(seconds(7439));
            lab.sweep();
            assertThat(in(port, ACK).passed()).isTrue();
            woodgroveIsConnected();
        }

        @Test
        void establishedEndsThen() {
            int port = connect();
            lab.pass(seconds(7442));
            assertThat(in(port, ACK).passed()).isFalse();
            woodgroveIsConnected();
        }

        @Test
        void halfOpenLivesFourMinutes() {
            int port = out(SYN).port();
            lab.pass(seconds(239));
            assertThat(in(port, SYN | ACK).passed()).isTrue();
        }

        @Test
        void halfOpenEndsThen() {
            int port = out(SYN).port();
            lab.pass(seconds(242));
            assertThat(in(port, SYN | ACK).passed()).isFalse();
        }
    }

    @Nested
    class Req8Hairpin {
        @Test
        void twoInsideHostsConnectByTheirExternalEndpoints() {
            int yPort = lab.out(lab.frames.tcp(Y, 8080, E1, 1, SYN)).port();
            Packet syn = lab.frames.tcp(X, X_PORT, P, yPort, SYN);
            int xPort = lab.out(syn).port();
            assertThat(lab.in(syn).destination()).isEqualTo("10.0.0.11:8080");
            Packet synAck = lab.frames.tcp(Y, 8080, P, xPort, SYN | ACK);
            assertThat(lab.out(synAck).port()).isEqualTo(yPort);
            Sent arrived = lab.in(synAck);
            assertThat(arrived.destination()).isEqualTo("10.0.0.10:40000");
            assertThat(lab.stage.mayInstall(arrived.session())).isTrue();
        }
    }

    @Nested
    class Req10IcmpNeverEndsASession {
        @Test
        void aForgedErrorChangesNothing() {
            int port = connect();
            byte[] about = copy(lab.frames.tcp(P, port, E1, WEB, ACK), 28);
            assertThat(lab.inError(lab.frames.error(3, 1, E2, P, about)).passed()).isTrue();
            assertThat(in(port, ACK).passed()).isTrue();
            assertThat(installable()).isTrue();
        }
    }

    /// RFC 7857 §2.2, RFC 5961 §3.
    @Nested
    class Reset {
        @Test
        void movesToTransitoryAndDataRestores() {
            int port = connect();
            int session = out(ACK).session();
            long outward = lab.install(session, true);
            in(port, RST);
            assertThat(lab.stage.mayInstall(session)).isFalse();
            assertThat(lab.isExecutable(outward)).isFalse();
            lab.pass(seconds(200));
            assertThat(out(ACK).session()).isEqualTo(session);
            assertThat(lab.stage.mayInstall(session)).isTrue();
            lab.pass(seconds(5000));
            assertThat(in(port, ACK).passed()).isTrue();
        }

        @Test
        void endsAfterTheTransitoryTime() {
            int port = connect();
            lab.in(numbered(lab.frames.tcp(E1, WEB, P, port, RST), 2000, 0));
            lab.pass(seconds(242));
            assertThat(in(port, ACK).passed()).isFalse();
        }

        @Test
        void outsideTheWindowChangesNothing() {
            int port = connect();
            lab.out(numbered(lab.frames.tcp(X, X_PORT, E1, WEB, ACK), 1000, 50_000));
            Packet blind = numbered(lab.frames.tcp(E1, WEB, P, port, RST), 49_000, 0);
            assertThat(lab.in(blind).passed()).isTrue();
            assertThat(installable()).isTrue();
        }

        @Test
        void fromInsideDoesNotRefresh() {
            int port = connect();
            out(FIN | ACK);
            in(port, FIN | ACK);
            lab.pass(seconds(200));
            out(RST);
            lab.pass(seconds(42));
            assertThat(in(port, ACK).passed()).isFalse();
        }
    }
}
