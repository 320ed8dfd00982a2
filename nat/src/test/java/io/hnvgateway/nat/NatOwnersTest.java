package io.hnvgateway.nat;

import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Which of four workers a packet belongs to.
class NatOwnersTest {
    private static final int WORKERS = 4;
    private static final OneToOneRule ONE = new OneToOneRule(P2, Y);

    private final NatLab lab = new NatLab(WORKERS);

    private NatOwners owners() {
        return lab.stage.stages[0].owners();
    }

    private int ofInside(int compartment, int address) {
        return owners().inside(compartment, 0, IpAddress.mapped(address));
    }

    /// A host of Contoso that belongs to a worker.
    private int hostOf(int worker) {
        int host = X;
        while (ofInside(CONTOSO, host) != worker) {
            host++;
        }
        return host;
    }

    @Test
    void theHostsOfACompartmentAreSpreadEvenly() {
        int[] hosts = new int[WORKERS];
        int[] ipv6Hosts = new int[WORKERS];
        for (int i = 0; i < 40_000; i++) {
            hosts[ofInside(CONTOSO, X + i)]++;
            ipv6Hosts[owners().inside(CONTOSO, 0x2001_0db8_0000_0000L + i, 1)]++;
        }
        assertThat(Arrays.stream(hosts).allMatch(n -> n > 9_500)).isTrue();
        assertThat(Arrays.stream(ipv6Hosts).allMatch(n -> n > 9_500)).isTrue();
    }

    @Test
    void equalAddressesOfManyCompartmentsAreSpreadToo() {
        int[] compartments = new int[WORKERS];
        for (int i = 1; i <= 40_000; i++) {
            compartments[ofInside(i, X)]++;
        }
        assertThat(Arrays.stream(compartments).allMatch(n -> n > 9_500)).isTrue();
    }

    @Test
    void everyWorkerGivesTheSameAnswer() {
        for (int i = 0; i < 100; i++) {
            int port = lab.out(lab.frames.udp(X + i, 7, E1, 53)).port();
            Packet p = lab.frames.udp(E1, 53, P, port);
            for (NatStage stage : lab.stage.stages) {
                assertThat(stage.owners().inbound(p)).isEqualTo(ofInside(CONTOSO, X + i));
            }
        }
    }

    @Test
    void aMappingsPortBelongsToTheWorkerOfItsHostByProtocol() {
        for (int worker = 0; worker < WORKERS; worker++) {
            int host = hostOf(worker);
            int udp = lab.out(lab.frames.udp(host, 7, E1, 53)).port();
            int id = lab.out(lab.frames.icmpQuery(8, host, E1, 3)).port();
            assertThat(owners().inbound(lab.frames.udp(E2, 1, P, udp))).isEqualTo(worker);
            assertThat(owners().inbound(lab.frames.icmpQuery(0, E1, P, id))).isEqualTo(worker);
            assertThat(owners().inbound(lab.frames.tcp(E1, 53, P, udp, Frames.SYN)))
                    .isEqualTo(NatOwners.NOBODY);
        }
    }

    @Test
    void nobodyHasWhatHasNoMapping() {
        assertThat(owners().inbound(lab.frames.udp(E1, 53, P, 5000))).isEqualTo(NatOwners.NOBODY);
        assertThat(owners().inbound(lab.frames.udp(E1, 53, P, 80))).isEqualTo(NatOwners.NOBODY);
        assertThat(owners().inbound(lab.frames.udp(E1, 53, E2, 80))).isEqualTo(NatOwners.NOBODY);
        int port = lab.out(lab.frames.udp(X, 7, E1, 53)).port();
        assertThat(owners().inbound(lab.frames.udp(E1, 53, P, port ^ 1)))
                .isEqualTo(NatOwners.NOBODY);
    }

    @Test
    void aMappingThatEndedBelongsToNobody() {
        int port = lab.out(lab.frames.udp(X, 7, E1, 53)).port();
        lab.pass(seconds(302));
        lab.sweep();
        lab.pass(seconds(122));
        lab.sweep();
        assertThat(owners().inbound(lab.frames.udp(E1, 53, P, port))).isEqualTo(NatOwners.NOBODY);
    }

    @Test
    void rulesLeadToTheWorkerOfTheInsideAddress() {
        for (int worker = 0; worker < WORKERS; worker++) {
            int host = hostOf(worker);
            var web = new InboundRule(RuleProtocol.TCP, P, PortRange.single(443), host, 8443);
            lab.contoso(
                    b -> b.externalAddress(P).inbound(web).oneToOne(new OneToOneRule(P2, host)));
            assertThat(owners().inbound(lab.frames.tcp(E1, 1, P, 443, Frames.SYN)))
                    .isEqualTo(worker);
            assertThat(owners().inbound(lab.frames.udp(E1, 1, P2, 1))).isEqualTo(worker);
            Packet gre = lab.frames.udp(E1, 0, P2, 0);
            gre.protocol = 47;
            assertThat(owners().inbound(gre)).isEqualTo(worker);
            gre.destination = P;
            assertThat(owners().inbound(gre)).isEqualTo(NatOwners.NOBODY);
        }
    }

    @Test
    void anErrorFromOutsideBelongsToWhoSentTheQuotedPacket() {
        for (int worker = 0; worker < WORKERS; worker++) {
            Packet sent = lab.out(lab.frames.udp(hostOf(worker), 7, E1, 53)).packet();
            byte[] quote = Frames.copy(sent, 28);
            assertThat(owners().inbound(lab.frames.error(3, 1, E2, P, quote))).isEqualTo(worker);
            assertThat(owners().inbound(lab.frames.error(3, 1, E2, P2, quote)))
                    .isEqualTo(NatOwners.NOBODY);
        }
    }

    /// A router inside may complain; the state is that of the host which the quoted packet went to.
    @Test
    void anErrorFromInsideBelongsToWhomTheQuotedPacketWentTo() {
        lab.contoso(b -> b.externalAddress(P).oneToOne(ONE));
        for (int router = X; router < X + 20; router++) {
            byte[] quote = Frames.copy(lab.frames.udp(E1, 1, Y, 2), 28);
            Packet error = lab.frames.error(11, 0, router, E1, quote);
            error.compartment = CONTOSO;
            assertThat(owners().outbound(error)).isEqualTo(ofInside(CONTOSO, Y));
        }
    }

    @Test
    void aTruncatedErrorIsReadWithinItsBounds() {
        Packet error = lab.frames.error(3, 1, X, P, new byte[12]);
        error.compartment = CONTOSO;
        assertThat(owners().inbound(error)).isEqualTo(NatOwners.NOBODY);
        assertThat(owners().outbound(error)).isEqualTo(ofInside(CONTOSO, X));
    }

    @Test
    void aSessionNamesItsWorker() {
        for (int worker = 0; worker < WORKERS; worker++) {
            int session = lab.out(lab.frames.udp(hostOf(worker), 7, E1, 53)).session();
            assertThat(owners().session(session)).isEqualTo(worker);
            assertThat(session).isNotNegative();
        }
    }
}
