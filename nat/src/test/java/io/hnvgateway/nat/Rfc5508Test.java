package io.hnvgateway.nat;

import static io.hnvgateway.nat.Frames.copy;
import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// ICMP, requirement by requirement. In every test Woodgrove pings from the same inside address
/// with the same identifier and must keep its own.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2, 4})
class Rfc5508Test {
    private static final int ID = 77;
    private static final int ROUTER = address("192.0.2.200");
    private static final int INSIDE_ROUTER = address("10.0.0.1");

    private final NatLab lab;
    private int woodgroveId;

    Rfc5508Test(int workers) {
        lab = new NatLab(workers);
    }

    @BeforeEach
    void woodgrovePings() {
        woodgroveId = lab.out(WOODGROVE, lab.frames.icmpQuery(8, X, E1, ID)).port();
    }

    @AfterEach
    void woodgroveGetsItsReply() {
        Sent reply = lab.in(lab.frames.icmpQuery(0, E1, WOODGROVE_P, woodgroveId));
        assertThat(reply.packet().compartment).isEqualTo(WOODGROVE);
        assertThat(reply.port()).isEqualTo(ID);
    }

    private Sent ping(int source, int destination) {
        return lab.out(lab.frames.icmpQuery(8, source, destination, ID));
    }

    private static String embeddedSource(Packet error) {
        long ip = error.transport + 8;
        int port = Memory.u16(ip + Ipv4Header.headerBytes(ip));
        return Ipv4Address.toString(Ipv4Header.source(ip)) + ":" + port;
    }

    private static String embeddedDestination(Packet error) {
        long ip = error.transport + 8;
        int port = Memory.u16(ip + Ipv4Header.headerBytes(ip) + 2);
        return Ipv4Address.toString(Ipv4Header.destination(ip)) + ":" + port;
    }

    @Nested
    class Req1Queries {
        @ParameterizedTest
        @CsvSource({"8, 0", "13, 14"})
        void aReplyComesBackToTheOneWhoAsked(int request, int reply) {
            int id = lab.out(lab.frames.icmpQuery(request, X, E1, ID)).port();
            Sent back = lab.in(lab.frames.icmpQuery(reply, E1, P, id));
            assertThat(back.packet().destination).isEqualTo(X);
            assertThat(back.port()).isEqualTo(ID);
        }

        @Test
        void twoHostsWithOneIdentifierAreToldApart() {
            assertThat(ping(X, E1).port()).isNotEqualTo(ping(Y, E1).port());
        }

        @Test
        void aRequestFromOutsideFindsNobody() {
            int id = ping(X, E1).port();
            Packet request = lab.frames.icmpQuery(8, E2, P, id);
            assertThat(lab.in(request).reason()).isEqualTo(DropReason.NAT_NO_MAPPING);
        }

        @Test
        void anUnaskedReplyDoesNotLeave() {
            Packet reply = lab.frames.icmpQuery(0, X, E1, ID);
            assertThat(lab.out(reply).reason()).isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
        }
    }

    @Nested
    class Req2Timer {
        @Test
        void theQueryLivesSixtySeconds() {
            int id = ping(X, E1).port();
            lab.pass(seconds(59));
            lab.sweep();
            assertThat(lab.in(lab.frames.icmpQuery(0, E1, P, id)).passed()).isTrue();
        }

        @Test
        void andEndsThen() {
            int id = ping(X, E1).port();
            lab.pass(seconds(62));
            assertThat(lab.in(lab.frames.icmpQuery(0, E1, P, id)).passed()).isFalse();
            woodgrovePings();
        }

        @Test
        void oneIdentifierToSeveralDestinationsSharesOneMapping() {
            assertThat(ping(X, E1).port()).isEqualTo(ping(X, E2).port());
            assertThat(lab.stage.used(CONTOSO, Quota.PORTS)).isEqualTo(1);
        }
    }

    @Nested
    class Req3ErrorsAreVerified {
        @Test
        void aWrongIcmpChecksumIsDropped() {
            int port = lab.out(lab.frames.udp(X, 5, E1, 53)).port();
            byte[] about = copy(lab.frames.udp(P, port, E1, 53), 28);
            Packet error = lab.frames.error(3, 3, E1, P, about);
            Memory.put8(error.transport + 5, 1);
            assertThat(lab.inError(error).reason()).isEqualTo(DropReason.BAD_ICMP_CHECKSUM);
        }

        @Test
        void aWrongEmbeddedHeaderChecksumIsDropped() {
            int port = lab.out(lab.frames.udp(X, 5, E1, 53)).port();
            byte[] about = copy(lab.frames.udp(P, port, E1, 53), 28);
            about[8]++;
            assertThat(lab.inError(lab.frames.error(3, 3, E1, P, about)).reason())
                    .isEqualTo(DropReason.BAD_ICMP_CHECKSUM);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 19})
        void aTruncatedEmbeddedHeaderIsDropped(int bytes) {
            byte[] about = copy(lab.frames.udp(P, 1024, E1, 53), bytes);
            assertThat(lab.inError(lab.frames.error(3, 3, E1, P, about)).reason())
                    .isEqualTo(DropReason.BAD_TRANSPORT_HEADER);
        }

        @ParameterizedTest
        @ValueSource(ints = {28, 30, 40, 44})
        void aTruncatedTransportIsAdjustedNotVerified(int bytes) {
            int port = lab.out(lab.frames.tcp(X, 5, E1, 80, Frames.SYN)).port();
            byte[] about = copy(lab.frames.tcp(P, port, E1, 80, Frames.ACK), bytes);
            Sent error = lab.inError(lab.frames.error(3, 1, ROUTER, P, about));
            assertThat(embeddedSource(error.packet())).isEqualTo("10.0.0.10:5");
            if (bytes == 44) {
                Frames.verifyEmbedded(error.packet());
            }
        }

        @Test
        void aFragmentEmbeddedWithoutPortsFindsNoSession() {
            byte[] about = copy(lab.frames.udp(P, 1024, E1, 53), 28);
            about[7] = 2;
            fixChecksum(about);
            assertThat(lab.inError(lab.frames.error(11, 1, E1, P, about)).reason())
                    .isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
        }

        private void fixChecksum(byte[] header) {
            int sum = 0;
            header[10] = 0;
            header[11] = 0;
            for (int i = 0; i < 20; i += 2) {
                sum += (header[i] & 255) << 8 | (header[i + 1] & 255);
            }
            sum = (sum & 0xffff) + (sum >> 16);
            sum = ~((sum & 0xffff) + (sum >> 16));
            header[10] = (byte) (sum >> 8);
            header[11] = (byte) sum;
        }
    }

    @Nested
    class Req4ErrorsFromOutside {
        @ParameterizedTest
        @CsvSource({"3,0", "3,1", "3,3", "3,4", "3,13", "11,0", "11,1", "12,0"})
        void areTranslatedFromWhateverAddress(int type, int code) {
            int port = lab.out(lab.frames.udp(X, 5, E1, 53)).port();
            byte[] about = copy(lab.frames.udp(P, port, E1, 53), 100);
            Sent error = lab.inError(lab.frames.error(type, code, ROUTER, P, about));
            assertThat(error.passed()).isTrue();
            assertThat(error.packet().compartment).isEqualTo(CONTOSO);
            assertThat(error.packet().source).isEqualTo(ROUTER);
            assertThat(error.packet().destination).isEqualTo(X);
            assertThat(Ipv4Header.destination(error.packet().ip)).isEqualTo(X);
            assertThat(embeddedSource(error.packet())).isEqualTo("10.0.0.10:5");
            Frames.verifyEmbedded(error.packet());
        }

        @Test
        void aboutAQueryRestoreItsIdentifier() {
            int id = ping(X, E1).port();
            byte[] about = copy(lab.frames.icmpQuery(8, P, E1, id), 100);
            Sent error = lab.inError(lab.frames.error(11, 0, ROUTER, P, about));
            long embedded = error.packet().transport + 8;
            assertThat(IcmpHeader.identifier(embedded + 20)).isEqualTo(ID);
            Frames.verifyEmbedded(error.packet());
        }

        @Test
        void aboutADatagramWithoutChecksumLeaveItWithout() {
            int port = lab.out(lab.frames.udp(X, 5, E1, 53)).port();
            byte[] about = copy(lab.frames.udp(P, port, E1, 53, false), 28);
            Sent error = lab.inError(lab.frames.error(3, 3, E1, P, about));
            assertThat(Memory.u16(error.packet().transport + 8 + 20 + 6)).isZero();
        }

        @Test
        void withoutASessionAreDropped() {
            int port = lab.out(lab.frames.udp(X, 5, E1, 53)).port();
            byte[] other = copy(lab.frames.udp(P, port, E2, 53), 28);
            assertThat(lab.inError(lab.frames.error(3, 3, E2, P, other)).reason())
                    .isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
            byte[] woodgroves = copy(lab.frames.udp(WOODGROVE_P, port, E1, 53), 28);
            assertThat(lab.inError(lab.frames.error(3, 3, E1, P, woodgroves)).reason())
                    .isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
        }

        @ParameterizedTest
        @ValueSource(ints = {4, 5})
        void redirectAndSourceQuenchAreDropped(int type) {
            int port = lab.out(lab.frames.udp(X, 5, E1, 53)).port();
            byte[] about = copy(lab.frames.udp(P, port, E1, 53), 28);
            assertThat(lab.inError(lab.frames.error(type, 0, E1, P, about)).reason())
                    .isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
        }
    }

    @Nested
    class Req5ErrorsFromInside {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void hideTheirSenderBehindThePublicAddress(boolean fromTheHostItself) {
            int port = lab.out(lab.frames.udp(X, 5, E1, 53)).port();
            byte[] about = copy(lab.frames.udp(E1, 53, X, 5), 100);
            int sender = fromTheHostItself ? X : INSIDE_ROUTER;
            Sent error = lab.outError(CONTOSO, lab.frames.error(3, 3, sender, E1, about));
            assertThat(Ipv4Header.source(error.packet().ip)).isEqualTo(P);
            assertThat(embeddedDestination(error.packet())).isEqualTo("203.0.113.10:" + port);
            Frames.verifyEmbedded(error.packet());
        }

        @Test
        void aboutAPacketThatPassedTheFilterAreTranslatedToo() {
            int port = lab.out(lab.frames.udp(X, 5, E1, 53)).port();
            byte[] about = copy(lab.frames.udp(E2, 9, X, 5), 28);
            Sent error = lab.outError(CONTOSO, lab.frames.error(3, 3, X, E2, about));
            assertThat(embeddedDestination(error.packet())).isEqualTo("203.0.113.10:" + port);
        }

        @Test
        void withoutAMappingAreDropped() {
            byte[] about = copy(lab.frames.udp(E1, 53, X, 5), 28);
            assertThat(lab.outError(CONTOSO, lab.frames.error(3, 3, X, E1, about)).reason())
                    .isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
        }

        @Test
        void toAnotherThanTheEmbeddedSenderAreDropped() {
            lab.out(lab.frames.udp(X, 5, E1, 53));
            byte[] about = copy(lab.frames.udp(E1, 53, X, 5), 28);
            assertThat(lab.outError(CONTOSO, lab.frames.error(3, 3, X, E2, about)).reason())
                    .isEqualTo(DropReason.NAT_ICMP_NO_SESSION);
        }
    }

    @Nested
    class Req6ErrorsDoNotTouchSessions {
        @Test
        void neitherRefreshNorEnd() {
            int id = ping(X, E1).port();
            lab.pass(seconds(40));
            byte[] about = copy(lab.frames.icmpQuery(8, P, E1, id), 28);
            assertThat(lab.inError(lab.frames.error(3, 1, ROUTER, P, about)).passed()).isTrue();
            assertThat(lab.stage.used(CONTOSO, Quota.SESSIONS)).isEqualTo(1);
            lab.pass(seconds(22));
            assertThat(lab.in(lab.frames.icmpQuery(0, E1, P, id)).passed()).isFalse();
            woodgrovePings();
        }
    }

    @Nested
    class Req7Hairpin {
        @Test
        void anErrorOfTheInnerPeerReachesTheInnerSender() {
            int yPort = lab.out(lab.frames.udp(Y, 6000, E1, 1)).port();
            Packet p = lab.frames.udp(X, 5, P, yPort);
            int xPort = lab.out(p).port();
            lab.in(p);
            byte[] about = copy(lab.frames.udp(P, xPort, Y, 6000), 100);
            Packet error = lab.frames.error(3, 3, Y, P, about);
            assertThat(lab.outError(CONTOSO, error).passed()).isTrue();
            assertThat(error.source).isEqualTo(P);
            Sent arrived = lab.inError(error);
            assertThat(arrived.packet().destination).isEqualTo(X);
            assertThat(embeddedSource(error)).isEqualTo("10.0.0.10:5");
            assertThat(embeddedDestination(error)).isEqualTo("203.0.113.10:" + yPort);
            Frames.verifyEmbedded(error);
        }
    }
}
