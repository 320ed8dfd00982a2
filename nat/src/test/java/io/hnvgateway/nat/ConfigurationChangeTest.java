package io.hnvgateway.nat;

import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Ipv4Prefix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What a new configuration does to sessions, and what it leaves alone.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 4})
class ConfigurationChangeTest {
    private final NatLab lab;

    ConfigurationChangeTest(int workers) {
        lab = new NatLab(workers);
    }

    private Sent send(int compartment, int source) {
        return lab.out(compartment, lab.frames.udp(source, 5, E1, 1));
    }

    private Sent answer(int external, int port) {
        return lab.in(lab.frames.udp(E1, 1, external, port));
    }

    @Test
    void sessionsSurviveAChangeThatStillAllowsThem() {
        Sent before = send(CONTOSO, X);
        lab.contoso(b -> b.externalAddress(P).filtering(Filtering.ADDRESS_DEPENDENT));
        assertThat(answer(P, before.port()).session()).isEqualTo(before.session());
    }

    @Test
    void removingATenantEndsItsSessionsAndNoneOfTheOther() {
        int port = send(CONTOSO, X).port();
        int woodgrovePort = send(WOODGROVE, X).port();
        lab.removeContoso();
        assertThat(answer(P, port).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
        assertThat(send(CONTOSO, X).reason()).isEqualTo(DropReason.NO_FRONT_END_RULE);
        lab.sweep();
        assertThat(lab.stage.used(CONTOSO, Quota.SESSIONS)).isZero();
        assertThat(answer(WOODGROVE_P, woodgrovePort).passed()).isTrue();
        assertThat(send(WOODGROVE, X).port()).isEqualTo(woodgrovePort);
    }

    @Test
    void aTenantWhoInheritsIndexAndAddressInheritsNoSession() {
        int port = send(CONTOSO, X).port();
        var heir =
                NatPolicy.builder("fabrikam")
                        .externalAddress(P)
                        .outbound(new OutboundRule(Ipv4Prefix.ALL, RuleProtocol.ALL))
                        .build();
        lab.stage.adopt(new NatSnapshot(Arrays.asList(null, heir)));
        assertThat(answer(P, port).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
        assertThat(send(CONTOSO, X).port()).isNotEqualTo(port);
    }

    @Test
    void anAddressThatLeavesThePoolEndsOnlyItsOwnMappings() {
        lab.contoso(b -> b.externalAddress(P).externalAddress(P2));
        int onP = 0;
        int onP2 = 0;
        for (int host = X; onP == 0 || onP2 == 0; host++) {
            int external = send(CONTOSO, host).packet().source;
            onP = external == P ? host : onP;
            onP2 = external == P2 ? host : onP2;
        }
        int keptPort = send(CONTOSO, onP).port();
        lab.contoso(b -> b.externalAddress(P));
        assertThat(send(CONTOSO, onP).port()).isEqualTo(keptPort);
        assertThat(send(CONTOSO, onP2).packet().source).isEqualTo(P);
    }

    @Test
    void anAddressThatGoesToAnotherTenantGoesWithoutItsSessions() {
        int port = send(CONTOSO, X).port();
        lab.contoso(b -> b.externalAddress(P2));
        lab.woodgrove(b -> b.externalAddress(P));
        assertThat(answer(P, port).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
        assertThat(send(CONTOSO, X).packet().source).isEqualTo(P2);
    }

    @Test
    void aSourceNoLongerCoveredEnds() {
        int port = send(CONTOSO, X).port();
        var none = NatPolicy.builder("contoso").externalAddress(P).build();
        lab.stage.adopt(new NatSnapshot(Arrays.asList(null, none)));
        assertThat(answer(P, port).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
    }

    @Test
    void anUnchangedConfigurationChangesNothing() {
        Sent before = send(CONTOSO, X);
        for (int i = 0; i < 5; i++) {
            lab.adopt();
        }
        lab.sweep();
        assertThat(send(CONTOSO, X).session()).isEqualTo(before.session());
    }

    @Test
    void addressesThatComeAndGoLeaveNoMappingBehind() {
        int woodgrovePort = send(WOODGROVE, X).port();
        for (int i = 0; i < 500; i++) {
            int address = P + 256 + i;
            lab.contoso(b -> b.externalAddress(address));
            assertThat(send(CONTOSO, X).packet().source).isEqualTo(address);
            lab.pass(seconds(60));
            lab.sweep();
            assertThat(send(WOODGROVE, X).port()).isEqualTo(woodgrovePort);
        }
        assertThat(lab.stage.mappings()).isLessThan(10);
    }

    @Test
    void aRuleThatComesLaterReservesItsPorts() {
        send(CONTOSO, X);
        var rule = new InboundRule(RuleProtocol.UDP, P, new PortRange(1024, 65_000), X + 9, 1024);
        lab.contoso(b -> b.externalAddress(P).inbound(rule));
        for (int host = X + 10; host < X + 110; host++) {
            assertThat(send(CONTOSO, host).port()).isGreaterThan(65_000);
        }
    }

    @Test
    void ofCoversTellsWhoMayLeave() {
        assertThat(lab.stage.covers(CONTOSO, lab.frames.udp(X, 1, E1, 1))).isTrue();
        int stranger = address("10.9.9.9");
        assertThat(lab.stage.covers(CONTOSO, lab.frames.udp(stranger, 1, E1, 1))).isFalse();
        assertThat(lab.stage.covers(7, lab.frames.udp(X, 1, E1, 1))).isFalse();
    }
}
