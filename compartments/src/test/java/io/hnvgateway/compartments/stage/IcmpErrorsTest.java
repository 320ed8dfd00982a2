package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Errors about IPv6 packets (RFC 4443); those about IPv4 stand in the golden cases.
class IcmpErrorsTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int UDP = 17;

    private final StageWorld world = new StageWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private Packet fromVm(byte[] packet) {
        Packet p = world.ipv6FromVm(packet);
        SourceGuard.check(p, world.compartment);
        return p;
    }

    private static byte[] longPacket(int bytes) {
        return ipv6(VM6, OUTSIDE6, UDP, 64, udp(1, 2, new byte[bytes - 48]));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 3", "3, 4", "13, 1"})
    void numbersUnreachablesAsIcmpv6Does(int code, int code6) {
        byte[] packet = longPacket(100);
        world.errors.unreachable(fromVm(packet), code);
        assertThat(world.lastInner())
                .isEqualTo(icmp6(GATEWAY6, VM6, 64, 1 << 8 | code6, join(new byte[4], packet)));
    }

    @Test
    void tellsTheMtuAndQuotesNoMoreThanFitsTheLeastMtu() {
        byte[] packet = longPacket(1400);
        world.errors.tooBig(fromVm(packet), 1350);
        byte[] mtu = ByteBuffer.allocate(4).putInt(1350).array();
        byte[] quoted = Arrays.copyOf(packet, 1280 - 48);
        assertThat(world.lastInner())
                .hasSize(1280)
                .isEqualTo(icmp6(GATEWAY6, VM6, 64, 2 << 8, join(mtu, quoted)));
    }

    @Test
    void tellsThatTheHopLimitEnded() {
        byte[] packet = longPacket(100);
        world.errors.timeExceeded(fromVm(packet));
        assertThat(world.lastInner())
                .isEqualTo(icmp6(GATEWAY6, VM6, 64, 3 << 8, join(new byte[4], packet)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 8, 2 << 8, 100 << 8, 137 << 8})
    void saysNothingAboutErrors(int typeAndCode) {
        byte[] about = icmp6(VM6, OUTSIDE6, 64, typeAndCode, new byte[60]);
        world.errors.timeExceeded(fromVm(about));
        assertThat(world.sent).isEmpty();
    }

    @Test
    void answersAnUnknownInformationalMessage() {
        world.errors.timeExceeded(fromVm(icmp6(VM6, OUTSIDE6, 64, 200 << 8, new byte[60])));
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void saysNothingAboutGroupsOrToNobody() {
        world.errors.timeExceeded(fromVm(ipv6(VM6, "ff0e::1", UDP, 1, udp(1, 2, new byte[8]))));
        world.errors.timeExceeded(fromVm(ipv6("::", OUTSIDE6, UDP, 1, udp(1, 2, new byte[8]))));
        assertThat(world.sent).isEmpty();
    }

    @Test
    void theFirstErrorToAnUnresolvedNeighbourWaitsForIt() {
        byte[] packet = ipv6(OUTSIDE6, PUBLIC6, UDP, 1, udp(1, 2, new byte[8]));
        world.errors.timeExceeded(world.fromOutside(packet));
        assertThat(world.sent).isEmpty();
        assertThat(world.waiting.size()).isEqualTo(1);
        assertThat(world.waiting.heldFrames()).as("received ones").isZero();

        IpAddress neighbor = IpAddress.parse(OUTSIDE6);
        world.neighbors.resolved(FRONT_END, neighbor.high(), neighbor.low(), HOST_MAC);
        world.waiting.release(guests());
        byte[] expected = icmp6(FRONT_END6, OUTSIDE6, 64, 3 << 8, join(new byte[4], packet));
        assertThat(world.sent).hasSize(1);
        assertThat(Arrays.copyOfRange(world.sent.getFirst(), 14, 14 + expected.length))
                .isEqualTo(expected);
    }

    @Test
    void anErrorThatWaitsInVainGivesItsFrameBack() {
        Packet p = world.fromOutside(ipv6(OUTSIDE6, PUBLIC6, UDP, 1, udp(1, 2, new byte[8])));
        int before = world.frames.available();
        world.errors.timeExceeded(p);
        assertThat(world.frames.available()).isEqualTo(before - 1);
        world.at(4 * SECOND_NS);
        world.waiting.release(guests());
        assertThat(world.frames.available()).isEqualTo(before);
        assertThat(world.sent).isEmpty();
    }

    private WaitingRoom.Guests guests() {
        return new WaitingRoom.Guests() {
            @Override
            public boolean ready(WaitingRoom.Reason reason, int key) {
                return true;
            }

            @Override
            public void replay(Packet p) {
                throw new AssertionError();
            }

            @Override
            public void sendAnswer(Packet p, int adjacency) {
                world.answers.resend(p, adjacency);
            }

            @Override
            public void abandon(Packet p) {
                throw new AssertionError();
            }
        };
    }
}
