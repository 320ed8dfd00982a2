package io.hnvgateway.nat;

import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Requirements on translators that many share: quotas, fairness, quarantine.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 4})
class Rfc6888Test {
    private final NatLab lab;

    Rfc6888Test(int workers) {
        lab = new NatLab(workers);
    }

    private Sent send(int compartment, int port, int destinationPort) {
        return lab.out(compartment, lab.frames.udp(X, port, E1, destinationPort));
    }

    private void quotas(int ports, int sessions) {
        lab.contoso(b -> b.externalAddress(P).quotas(new NatQuotas(ports, sessions)));
    }

    @Nested
    class Req4And5Quotas {
        @Test
        void portsAreLimitedForEachTenant() {
            quotas(3, 100);
            for (int port = 1; port <= 3; port++) {
                assertThat(send(CONTOSO, port, 1).passed()).isTrue();
            }
            assertThat(send(CONTOSO, 4, 1).reason()).isEqualTo(DropReason.NAT_PORT_QUOTA);
            assertThat(send(CONTOSO, 3, 2).passed()).isTrue();
            assertThat(send(WOODGROVE, 4, 1).passed()).isTrue();
        }

        @Test
        void sessionsAreLimitedForEachTenant() {
            quotas(100, 3);
            for (int port = 1; port <= 3; port++) {
                assertThat(send(CONTOSO, 1, port).passed()).isTrue();
            }
            assertThat(send(CONTOSO, 1, 4).reason()).isEqualTo(DropReason.NAT_SESSION_QUOTA);
            assertThat(send(CONTOSO, 1, 3).passed()).isTrue();
            assertThat(send(WOODGROVE, 1, 4).passed()).isTrue();
            lab.pass(seconds(302));
            lab.sweep();
            assertThat(send(CONTOSO, 1, 4).passed()).isTrue();
        }

        @Test
        void aWarningComesAtEightyPercentAndAgainAfterSeventy() {
            quotas(100, 10);
            for (int port = 1; port <= 7; port++) {
                send(CONTOSO, 1, port);
            }
            assertThat(lab.warnings).isEmpty();
            send(CONTOSO, 1, 8);
            send(CONTOSO, 1, 9);
            assertThat(lab.warnings).containsExactly("contoso SESSIONS 8/10");
            lab.pass(seconds(302));
            lab.sweep();
            for (int port = 1; port <= 8; port++) {
                send(CONTOSO, 1, port);
            }
            assertThat(lab.warnings).hasSize(2);
        }
    }

    @Nested
    class Req8Quarantine {
        private int soleFreePort() {
            // All ports but one belong to an inbound rule, so the next mapping takes that one.
            lab.contoso(b ->
                    b.externalAddress(P)
                            .inbound(
                                    new InboundRule(
                                            RuleProtocol.UDP, P, new PortRange(1, 65_534), Y, 1)));
            return 65_535;
        }

        @Test
        void aFreedPortGoesToNobodyElseForTwoMinutes() {
            int port = soleFreePort();
            assertThat(send(CONTOSO, 5, 1).port()).isEqualTo(port);
            lab.pass(seconds(302));
            lab.sweep();
            assertThat(lab.stage.used(CONTOSO, Quota.SESSIONS)).isZero();
            lab.pass(seconds(118));
            lab.sweep();
            assertThat(send(CONTOSO, 6, 1).reason()).isEqualTo(DropReason.NAT_PORTS_EXHAUSTED);
            lab.pass(seconds(3));
            lab.sweep();
            assertThat(send(CONTOSO, 6, 1).port()).isEqualTo(port);
        }

        @Test
        void itsOldOwnerGetsItBackAtOnce() {
            int port = send(CONTOSO, 5, 1).port();
            lab.pass(seconds(302));
            lab.sweep();
            assertThat(lab.in(lab.frames.udp(E1, 1, P, port)).passed()).isFalse();
            assertThat(send(CONTOSO, 5, 2).port()).isEqualTo(port);
        }
    }

    @Nested
    class Req11NoResource {
        @Test
        void withoutAFreePortThePacketIsDroppedAndNothingIsTaken() {
            lab.contoso(b ->
                    b.externalAddress(P)
                            .inbound(
                                    new InboundRule(
                                            RuleProtocol.UDP,
                                            P,
                                            new PortRange(1024, 65_535),
                                            Y,
                                            1024)));
            assertThat(send(CONTOSO, 5, 1).reason()).isEqualTo(DropReason.NAT_PORTS_EXHAUSTED);
            assertThat(lab.stage.mappings()).isZero();
        }

        @Test
        void aFullTableStillServesTheTenantWhoHasLittle() {
            var small = new NatLab(1, new NatCapacity(2048, 256));
            int made = 0;
            Sent last = small.out(small.frames.udp(X, 1, E1, 1));
            for (int port = 2; last.passed(); port++) {
                made++;
                last = small.out(small.frames.udp(X, port, E1, 1));
            }
            assertThat(last.reason()).isEqualTo(DropReason.NAT_TABLE_FULL);
            assertThat(made).isEqualTo(256 - 16);
            for (int port = 1; port <= 8; port++) {
                assertThat(small.out(WOODGROVE, small.frames.udp(X, port, E1, 1)).passed())
                        .isTrue();
            }
            assertThat(small.out(WOODGROVE, small.frames.udp(X, 9, E1, 1)).reason())
                    .isEqualTo(DropReason.NAT_TABLE_FULL);
        }
    }

    @Nested
    class Req14Ports {
        @Test
        void inboundRulePortsAreNeverHandedOut() {
            lab.contoso(b ->
                    b.externalAddress(P)
                            .inbound(
                                    new InboundRule(
                                            RuleProtocol.UDP,
                                            P,
                                            new PortRange(2000, 65_000),
                                            Y,
                                            1)));
            for (int port = 1; port <= 500; port++) {
                assertThat(send(CONTOSO, port, 1).port())
                        .matches(p -> (p >= 1024 && p < 2000) || p > 65_000);
            }
        }

        @Test
        void portsAreSpreadOverTheRange() {
            Set<Integer> eighths = new HashSet<>();
            for (int port = 1; port <= 200; port++) {
                eighths.add(send(CONTOSO, port, 1).port() >>> 13);
            }
            assertThat(eighths).hasSize(8);
        }
    }

    @Test
    void sessionsAreListedForTheirOwnTenantOnly() {
        int port = send(CONTOSO, 5, 1).port();
        send(WOODGROVE, 6, 1);
        lab.pass(seconds(10));
        var listed = new ArrayList<NatSessionView>();
        var contoso = new BitSet();
        contoso.set(CONTOSO);
        lab.stage.forEachSession(contoso, lab.nowNs, listed::add);
        assertThat(listed).hasSize(1);
        NatSessionView view = listed.getFirst();
        assertThat(view.endpoints().inside()).hasToString("10.0.0.10:5");
        assertThat(view.endpoints().external()).hasToString("203.0.113.10:" + port);
        assertThat(view.endpoints().remote()).hasToString("198.51.100.1:1");
        assertThat(view.state()).isEqualTo("active");
        assertThat(view.idleSeconds()).isBetween(9L, 10L);
    }

    @Test
    void aLongListComesInSlices() {
        var large = new NatLab(1, new NatCapacity(4096, 4096));
        for (int port = 1; port <= 3000; port++) {
            large.out(large.frames.udp(X, port, E1, 1));
        }
        var contoso = new BitSet();
        contoso.set(CONTOSO);
        Set<String> seen = new HashSet<>();
        int slices =
                large.stage.forEachSession(
                        contoso, large.nowNs, v -> seen.add(v.endpoints().inside().toString()));
        assertThat(seen).hasSize(3000);
        assertThat(slices).isEqualTo(3);
    }
}
