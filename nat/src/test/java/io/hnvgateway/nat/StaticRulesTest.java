package io.hnvgateway.nat;

import static io.hnvgateway.nat.Frames.*;
import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Packet;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Inbound and 1:1 rules.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 4})
class StaticRulesTest {
    private static final InboundRule WEB =
            new InboundRule(RuleProtocol.TCP, P, PortRange.single(60_443), X, 443);
    private static final InboundRule GAMES =
            new InboundRule(RuleProtocol.ALL, P, new PortRange(1, 100), Y, 20_001);
    private static final OneToOneRule ONE = new OneToOneRule(P2, X);

    private final NatLab lab;

    StaticRulesTest(int workers) {
        lab = new NatLab(workers);
    }

    private Sent syn(int source, int port) {
        return lab.in(lab.frames.tcp(source, 9, P, port, SYN));
    }

    @Nested
    class Inbound {
        @Test
        void aConnectionFromOutsideIsForwardedAndAnswered() {
            lab.contoso(b -> b.externalAddress(P).inbound(WEB));
            Sent syn = syn(E1, 60_443);
            assertThat(syn.destination()).isEqualTo("10.0.0.10:443");
            assertThat(syn.packet().compartment).isEqualTo(CONTOSO);
            assertThat(lab.stage.mayInstall(syn.session())).isFalse();
            Sent answer = lab.out(lab.frames.tcp(X, 443, E1, 9, SYN | ACK));
            assertThat(answer.source()).isEqualTo("203.0.113.10:60443");
            assertThat(lab.stage.mayInstall(answer.session())).isTrue();
        }

        @Test
        void answersLeaveWithoutAnOutboundRule() {
            var policy = NatPolicy.builder("contoso").inbound(WEB).externalAddress(P).build();
            lab.stage.adopt(new NatSnapshot(Arrays.asList(null, policy)));
            syn(E1, 60_443);
            Packet answer = lab.frames.tcp(X, 443, E1, 9, SYN | ACK);
            answer.compartment = CONTOSO;
            answer.arrivalNs = lab.nowNs;
            assertThat(lab.stage.covers(CONTOSO, answer)).isTrue();
            assertThat(lab.out(answer).source()).isEqualTo("203.0.113.10:60443");
            Packet own = lab.frames.tcp(X, 443, E2, 9, SYN);
            assertThat(lab.stage.covers(CONTOSO, own)).isFalse();
            assertThat(lab.out(own).reason()).isEqualTo(DropReason.NO_FRONT_END_RULE);
        }

        @Test
        void onlyAnswersBelongToItsSession() {
            lab.contoso(b -> b.externalAddress(P).inbound(WEB));
            syn(E1, 60_443);
            Packet answer = lab.frames.tcp(X, 443, E1, 9, SYN | ACK);
            answer.arrivalNs = lab.nowNs;
            assertThat(lab.stage.hasSession(CONTOSO, answer)).isTrue();
            assertThat(lab.stage.hasSession(WOODGROVE, answer)).isFalse();
            Packet other = lab.frames.tcp(X, 443, E1, 10, SYN | ACK);
            assertThat(lab.stage.hasSession(CONTOSO, other)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 50, 100})
        void aRangeKeepsItsOrderAndServesBothProtocols(int port) {
            lab.contoso(b -> b.externalAddress(P).inbound(GAMES).inbound(WEB));
            String expected = "10.0.0.11:" + (20_000 + port);
            assertThat(syn(E1, port).destination()).isEqualTo(expected);
            assertThat(lab.in(lab.frames.udp(E1, 9, P, port)).destination()).isEqualTo(expected);
        }

        @Test
        void whatLiesBesideTheRangeIsNotForwarded() {
            lab.contoso(b -> b.externalAddress(P).inbound(GAMES));
            assertThat(syn(E1, 101).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
            Packet ping = lab.frames.icmpQuery(8, E1, P, 50);
            assertThat(lab.in(ping).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
        }

        @Test
        void onlyASynOpens() {
            lab.contoso(b -> b.externalAddress(P).inbound(WEB));
            Packet ack = lab.frames.tcp(E1, 9, P, 60_443, ACK);
            assertThat(lab.in(ack).reason()).isEqualTo(DropReason.NAT_TCP_NOT_OPEN);
        }

        @Test
        void deletingTheRuleEndsItsSessionsAndNoOthers() {
            lab.contoso(b -> b.externalAddress(P).inbound(WEB).inbound(GAMES));
            syn(E1, 60_443);
            lab.in(lab.frames.udp(E1, 9, P, 50));
            lab.contoso(b -> b.externalAddress(P).inbound(GAMES));
            Packet answer = lab.frames.tcp(X, 443, E1, 9, SYN | ACK);
            assertThat(lab.out(answer).reason()).isEqualTo(DropReason.NAT_TCP_NOT_OPEN);
            lab.sweep();
            assertThat(lab.stage.used(CONTOSO, Quota.SESSIONS)).isEqualTo(1);
        }

        @Test
        void aNewRuleTakesAPortFromADynamicMappingAtOnce() {
            int port = lab.out(lab.frames.udp(Y, 1, E1, 1)).port();
            var rule = new InboundRule(RuleProtocol.UDP, P, PortRange.single(port), X, 53);
            lab.contoso(b -> b.externalAddress(P).inbound(rule));
            Sent taken = lab.in(lab.frames.udp(E1, 1, P, port));
            assertThat(taken.destination()).isEqualTo("10.0.0.10:53");
            assertThat(lab.out(lab.frames.udp(Y, 1, E1, 1)).port()).isNotEqualTo(port);
        }

        @Test
        void overlappingRulesAreRefused() {
            var other = new InboundRule(RuleProtocol.UDP, P, new PortRange(100, 200), X, 1);
            var builder = NatPolicy.builder("contoso").inbound(GAMES).inbound(other);
            assertThatThrownBy(builder::build).hasMessageContaining("same ports");
        }
    }

    @Nested
    class OneToOne {
        @ParameterizedTest
        @ValueSource(ints = {IpProtocol.GRE, IpProtocol.ESP, 132})
        void carriesEveryProtocolBothWays(int protocol) {
            lab.contoso(b -> b.externalAddress(P).oneToOne(ONE));
            Sent out = lab.out(lab.frames.other(protocol, X, E1));
            assertThat(Ipv4Header.source(out.packet().ip)).isEqualTo(P2);
            Sent in = lab.in(lab.frames.other(protocol, E2, P2));
            assertThat(Ipv4Header.destination(in.packet().ip)).isEqualTo(X);
            assertThat(in.packet().compartment).isEqualTo(CONTOSO);
        }

        @Test
        void leavesPortsAlone() {
            lab.contoso(b -> b.externalAddress(P).oneToOne(ONE));
            assertThat(lab.out(lab.frames.udp(X, 53, E1, 9)).source()).isEqualTo("203.0.113.11:53");
            assertThat(lab.in(lab.frames.tcp(E2, 9, P2, 22, SYN)).destination())
                    .isEqualTo("10.0.0.10:22");
            assertThat(lab.stage.used(CONTOSO, Quota.PORTS)).isZero();
        }

        @Test
        void answersAPing() {
            lab.contoso(b -> b.externalAddress(P).oneToOne(ONE));
            Sent ping = lab.in(lab.frames.icmpQuery(8, E1, P2, 7));
            assertThat(ping.packet().destination).isEqualTo(X);
            Sent reply = lab.out(lab.frames.icmpQuery(0, X, E1, 7));
            assertThat(reply.packet().source).isEqualTo(P2);
            assertThat(reply.port()).isEqualTo(7);
        }

        @Test
        void carriesTcpInMidStream() {
            lab.contoso(b -> b.externalAddress(P).oneToOne(ONE));
            assertThat(lab.out(lab.frames.tcp(X, 5, E1, 9, ACK)).passed()).isTrue();
            Sent next = lab.in(lab.frames.tcp(E1, 9, P2, 5, ACK));
            assertThat(lab.stage.mayInstall(next.session())).isTrue();
        }

        @Test
        void takesPrecedenceOverDynamicSessionsAtOnce() {
            int port = lab.out(lab.frames.udp(X, 5, E1, 1)).port();
            lab.contoso(b -> b.externalAddress(P).oneToOne(ONE));
            assertThat(lab.out(lab.frames.udp(X, 5, E1, 1)).source()).isEqualTo("203.0.113.11:5");
            assertThat(lab.in(lab.frames.udp(E1, 1, P, port)).passed()).isFalse();
        }

        @Test
        void deletingTheRuleEndsItsSessions() {
            lab.contoso(b -> b.externalAddress(P).oneToOne(ONE));
            Sent before = lab.out(lab.frames.udp(X, 5, E1, 1));
            lab.install(before.session(), true);
            lab.contoso(b -> b.externalAddress(P));
            assertThat(lab.in(lab.frames.udp(E1, 1, P2, 5)).reason())
                    .isEqualTo(DropReason.NAT_NO_MAPPING);
            lab.sweep();
            assertThat(lab.liveEntries()).isZero();
            assertThat(lab.out(lab.frames.udp(X, 5, E1, 1)).packet().source).isEqualTo(P);
        }

        @Test
        void translatesErrorsByItsAddressAlone() {
            lab.contoso(b -> b.externalAddress(P).oneToOne(ONE));
            byte[] about = copy(lab.frames.other(IpProtocol.GRE, P2, E1), 28);
            Sent in = lab.inError(lab.frames.error(3, 2, E1, P2, about));
            assertThat(in.packet().destination).isEqualTo(X);
            assertThat(Ipv4Header.source(in.packet().transport + 8)).isEqualTo(X);
            byte[] back = copy(lab.frames.other(IpProtocol.GRE, E1, X), 28);
            Sent out = lab.outError(CONTOSO, lab.frames.error(3, 2, X, E1, back));
            assertThat(out.packet().source).isEqualTo(P2);
            assertThat(Ipv4Header.destination(out.packet().transport + 8)).isEqualTo(P2);
        }

        @Test
        void itsExternalAddressServesNoDynamicMapping() {
            lab.contoso(b -> b.externalAddress(P).externalAddress(P2).oneToOne(ONE));
            for (int host = 1; host < 30; host++) {
                assertThat(lab.out(lab.frames.udp(X + host, 5, E1, 1)).packet().source)
                        .isEqualTo(P);
            }
        }

        @Test
        void inboundRulesBesideItAreRefused() {
            var rule = new InboundRule(RuleProtocol.UDP, P2, PortRange.single(1), X, 1);
            var builder = NatPolicy.builder("contoso").oneToOne(ONE).inbound(rule);
            assertThatThrownBy(builder::build).hasMessageContaining("203.0.113.11");
        }
    }

    @Test
    void aPublicAddressHasOneOwner() {
        var one = NatPolicy.builder("contoso").externalAddress(P).build();
        var other = NatPolicy.builder("woodgrove").oneToOne(new OneToOneRule(P, X)).build();
        assertThatThrownBy(() -> new NatSnapshot(Arrays.asList(null, one, other)))
                .hasMessageContaining("203.0.113.10 belongs to compartments 1 and 2");
    }

    @Test
    void aProtocolWithoutPortsNeedsAOneToOneRule() {
        assertThat(lab.out(lab.frames.other(IpProtocol.GRE, X, E1)).reason())
                .isEqualTo(DropReason.NAT_UNSUPPORTED_PROTOCOL);
        assertThat(lab.in(lab.frames.other(IpProtocol.GRE, E1, P)).reason())
                .isEqualTo(DropReason.NAT_UNSUPPORTED_PROTOCOL);
    }
}
