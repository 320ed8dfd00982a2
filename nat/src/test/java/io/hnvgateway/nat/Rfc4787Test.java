package io.hnvgateway.nat;

import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.UdpHeader;
import io.hnvgateway.packet.flow.FlowAction;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// UDP, requirement by requirement. In every test Woodgrove has the same inside endpoint active and
/// must end with what it began.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 4})
class Rfc4787Test {
    private static final int X_PORT = 5000;

    private final NatLab lab;
    private String woodgroveEndpoint = "";

    Rfc4787Test(int workers) {
        lab = new NatLab(workers);
    }

    @BeforeEach
    void woodgroveIsActive() {
        woodgroveEndpoint = lab.out(WOODGROVE, lab.frames.udp(X, X_PORT, E1, 53)).source();
    }

    @AfterEach
    void woodgroveNoticedNothing() {
        String now = lab.out(WOODGROVE, lab.frames.udp(X, X_PORT, E1, 53)).source();
        assertThat(now).isEqualTo(woodgroveEndpoint).startsWith("203.0.113.20:");
    }

    private Sent send(int source, int port, int destination, int destinationPort) {
        return lab.out(lab.frames.udp(source, port, destination, destinationPort));
    }

    private Sent answer(int remote, int remotePort, int externalPort) {
        return lab.in(lab.frames.udp(remote, remotePort, P, externalPort));
    }

    @Nested
    class Req1EndpointIndependentMapping {
        @Test
        void oneInsideEndpointHasOneExternalEndpoint() {
            String first = send(X, X_PORT, E1, 1).source();
            assertThat(send(X, X_PORT, E1, 2).source()).isEqualTo(first);
            assertThat(send(X, X_PORT, E2, 1).source()).isEqualTo(first);
            assertThat(send(X, X_PORT + 1, E1, 1).source()).isNotEqualTo(first);
        }

        @Test
        void anInboundRulesEndpointIsTheOneOfItsInsideEndpoint() {
            lab.contoso(b ->
                    b.externalAddress(P)
                            .inbound(
                                    new InboundRule(
                                            RuleProtocol.UDP,
                                            P,
                                            PortRange.single(7000),
                                            X,
                                            X_PORT)));
            assertThat(send(X, X_PORT, E1, 1).source()).isEqualTo("203.0.113.10:7000");
        }
    }

    @Nested
    class Req2Paired {
        @Test
        void allSessionsOfAnInsideAddressUseOneExternalAddress() {
            lab.contoso(b -> b.externalAddress(P).externalAddress(P2));
            Set<Integer> used = new HashSet<>();
            for (int host = 0; host < 40; host++) {
                int inside = X + host;
                int external = send(inside, 1, E1, 1).packet().source;
                used.add(external);
                for (int port = 2; port < 10; port++) {
                    assertThat(send(inside, port, E1, 1).packet().source).isEqualTo(external);
                }
                Packet ping = lab.frames.icmpQuery(8, inside, E1, 3);
                assertThat(lab.out(ping).packet().source).isEqualTo(external);
            }
            assertThat(used).containsExactlyInAnyOrder(P, P2);
        }

        @Test
        void theChoiceIsTheSameAfterAllMappingsEnded() {
            lab.contoso(b -> b.externalAddress(P).externalAddress(P2));
            int before = send(X, 1, E1, 1).packet().source;
            lab.pass(seconds(301));
            lab.sweep();
            lab.pass(seconds(121));
            lab.sweep();
            assertThat(lab.stage.used(CONTOSO, Quota.PORTS)).isZero();
            assertThat(send(X, 1, E1, 1).packet().source).isEqualTo(before);
            woodgroveEndpoint = lab.out(WOODGROVE, lab.frames.udp(X, X_PORT, E1, 53)).source();
        }

        @Test
        void anAddressMoreOrLessMovesNobodyWhoNeedNotMove() {
            lab.contoso(b -> b.externalAddress(P));
            String before = send(X, 1, E1, 1).source();
            lab.contoso(b -> b.externalAddress(P2).externalAddress(P));
            assertThat(send(X, 1, E1, 1).source()).isEqualTo(before);
            assertThat(send(X, 2, E1, 1).packet().source).isEqualTo(P);
            lab.contoso(b -> b.externalAddress(P2));
            assertThat(send(X, 1, E1, 1).packet().source).isEqualTo(P2);
        }
    }

    @Nested
    class Req3NoPortOverloading {
        @Test
        void twoInsideEndpointsNeverShareAnExternalOne() {
            Set<String> external = new HashSet<>();
            for (int port = 1; port <= 400; port++) {
                assertThat(external.add(send(X, port, E1, 1).source())).isTrue();
                assertThat(external.add(send(Y, port, E1, 1).source())).isTrue();
            }
        }
    }

    @Nested
    class Req5MappingRefresh {
        @Test
        void livesThroughTheTimerAndEndsAfterIt() {
            int port = send(X, X_PORT, E1, 1).port();
            lab.pass(seconds(299));
            lab.sweep();
            assertThat(answer(E1, 1, port).passed()).isTrue();
            lab.pass(seconds(302));
            assertThat(answer(E1, 1, port).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
            reviveWoodgrove();
        }

        @Test
        void theTimerIsConfigurable() {
            lab.contoso(b ->
                    b.externalAddress(P)
                            .timers(
                                    new NatTimers(
                                            seconds(120),
                                            seconds(7440),
                                            seconds(240),
                                            seconds(60))));
            int port = send(X, X_PORT, E1, 1).port();
            lab.pass(seconds(122));
            assertThat(answer(E1, 1, port).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
        }

        @Test
        void useOfAFlowEntryKeepsTheSession() {
            Sent sent = send(X, X_PORT, E1, 1);
            long entry = lab.install(sent.session(), true);
            lab.pass(seconds(250));
            lab.flows.touch(entry, lab.nowNs);
            lab.pass(seconds(250));
            lab.sweep();
            assertThat(answer(E1, 1, sent.port()).passed()).isTrue();
            reviveWoodgrove();
        }
    }

    private void reviveWoodgrove() {
        woodgroveEndpoint = lab.out(WOODGROVE, lab.frames.udp(X, X_PORT, E1, 53)).source();
    }

    @Nested
    class Req6Refresh {
        @Test
        void anOutboundPacketRefreshes() {
            int port = send(X, X_PORT, E1, 1).port();
            lab.pass(seconds(200));
            send(X, X_PORT, E1, 1);
            lab.pass(seconds(200));
            assertThat(answer(E1, 1, port).passed()).isTrue();
        }

        @Test
        void strangersDoNotKeepAMappingAlive() {
            int port = send(X, X_PORT, E1, 1).port();
            lab.pass(seconds(200));
            assertThat(answer(E2, 9, port).passed()).isTrue();
            lab.pass(seconds(102));
            assertThat(answer(E2, 9, port).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
            reviveWoodgrove();
        }
    }

    @Nested
    class Req8Filtering {
        @Test
        void endpointIndependentAdmitsAStrangerWithoutASession() {
            int port = send(X, X_PORT, E1, 1).port();
            Sent stranger = answer(E2, 9, port);
            assertThat(stranger.destination()).isEqualTo("10.0.0.10:5000");
            assertThat(stranger.packet().compartment).isEqualTo(CONTOSO);
            assertThat(stranger.session()).isEqualTo(FlowAction.NO_SESSION);
            assertThat(lab.stage.mayInstall(stranger.session())).isFalse();
            assertThat(lab.stage.used(CONTOSO, Quota.SESSIONS)).isEqualTo(1);
        }

        @Test
        void addressDependentAdmitsContactedAddressesFromAnyPort() {
            lab.contoso(b -> b.externalAddress(P).filtering(Filtering.ADDRESS_DEPENDENT));
            int port = send(X, X_PORT, E1, 1).port();
            assertThat(answer(E1, 2, port).passed()).isTrue();
            assertThat(answer(E2, 1, port).reason()).isEqualTo(DropReason.NAT_FILTERED);
        }

        @Test
        void addressAndPortDependentAdmitsOnlyContactedEndpoints() {
            lab.contoso(b -> b.externalAddress(P).filtering(Filtering.ADDRESS_AND_PORT_DEPENDENT));
            int port = send(X, X_PORT, E1, 1).port();
            assertThat(answer(E1, 1, port).passed()).isTrue();
            assertThat(answer(E1, 2, port).reason()).isEqualTo(DropReason.NAT_FILTERED);
            assertThat(answer(E2, 1, port).reason()).isEqualTo(DropReason.NAT_FILTERED);
        }

        @Test
        void withoutAMappingNothingPasses() {
            assertThat(answer(E1, 1, 5555).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
        }
    }

    @Nested
    class Req9Hairpin {
        @Test
        void theTargetSeesTheSendersExternalEndpoint() {
            int yPort = send(Y, 6000, E1, 1).port();
            Packet p = lab.frames.udp(X, X_PORT, P, yPort);
            String xExternal = lab.out(p).source();
            Sent arrived = lab.in(p);
            assertThat(arrived.destination()).isEqualTo("10.0.0.11:6000");
            assertThat(arrived.source()).isEqualTo(xExternal).startsWith("203.0.113.10:");
        }

        @Test
        void theAnswerComesBack() {
            int yPort = send(Y, 6000, E1, 1).port();
            Packet p = lab.frames.udp(X, X_PORT, P, yPort);
            int xPort = lab.out(p).port();
            Packet back = lab.frames.udp(Y, 6000, P, xPort);
            assertThat(lab.out(back).port()).isEqualTo(yPort);
            assertThat(lab.in(back).destination()).isEqualTo("10.0.0.10:5000");
        }

        @Test
        void aFragmentIsTurnedRoundByTheEndpointsResolvedForIt() {
            int yPort = send(Y, 6000, E1, 1).port();
            int xPort = lab.out(lab.frames.udp(X, X_PORT, P, yPort)).port();
            Packet fragment = lab.frames.udp(X, X_PORT, P, yPort);
            fragment.transport = 0;
            fragment.fragmentOffset = 1480;
            lab.stage.outbound(withOwner(fragment), lab.action.clear(), lab.nowNs);
            lab.stage.applyInPlace(fragment, lab.action);
            assertThat(fragment.sourcePort).isEqualTo(xPort);
            lab.stage.inbound(fragment, lab.action.clear(), lab.nowNs);
            lab.stage.applyInPlace(fragment, lab.action);
            assertThat(fragment.destinationPort).isEqualTo(6000);
        }

        private static Packet withOwner(Packet p) {
            p.compartment = CONTOSO;
            return p;
        }

        @Test
        void tenantsReachEachOtherByTheirExternalEndpoints() {
            int woodgrovePort = Integer.parseInt(woodgroveEndpoint.split(":", -1)[1]);
            Packet p = lab.frames.udp(X, X_PORT, WOODGROVE_P, woodgrovePort);
            lab.out(p);
            Sent arrived = lab.in(p);
            assertThat(arrived.packet().compartment).isEqualTo(WOODGROVE);
            assertThat(arrived.destination()).isEqualTo("10.0.0.10:5000");
        }
    }

    @Nested
    class Checksums {
        @Test
        void aDatagramWithoutChecksumStaysWithout() {
            Packet p = lab.frames.udp(X, X_PORT, E1, 1, false);
            lab.out(p);
            assertThat(UdpHeader.checksum(p.transport)).isZero();
        }
    }
}
