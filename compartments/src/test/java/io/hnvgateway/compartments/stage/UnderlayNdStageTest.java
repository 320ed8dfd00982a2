package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.TaggedLinks;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnderlayNdStageTest {
    private static final int NS = 135;
    private static final int NA = 136;
    private static final String GROUP = "ff02::1:ff00:1";
    private static final byte[] NONE = {};

    private final StageWorld world = new StageWorld();
    private final UnderlayNdStage stage =
            new UnderlayNdStage(world.context, world::transmit, TaggedLinks.NONE);

    @AfterEach
    void close() {
        world.close();
    }

    private static byte[] expected(String to, int flags) {
        byte[] option = linkLayer(2, PORT_MAC);
        return neighbor(PUBLIC6, to, NA, flags, PUBLIC6, option);
    }

    @Test
    void answersForPublicAddresses() {
        byte[] ask = neighbor(OUTSIDE6, GROUP, NS, 0, PUBLIC6, linkLayer(1, 0x020000000077L));
        assertThat(stage.receive(world.fromOutside(ask), world.port)).isEqualTo(Verdict.CONSUME);
        assertThat(world.sent)
                .containsExactly(
                        ethernet(
                                0x020000000077L,
                                PORT_MAC,
                                EthernetHeader.TYPE_IPV6,
                                expected(OUTSIDE6, 0xe0)));
    }

    @Test
    void defendsThemAgainstProbes() {
        byte[] probe = neighbor("::", GROUP, NS, 0, PUBLIC6, NONE);
        stage.receive(world.fromOutside(probe), world.port);
        assertThat(world.sent)
                .containsExactly(
                        ethernet(
                                HOST_MAC,
                                PORT_MAC,
                                EthernetHeader.TYPE_IPV6,
                                expected("ff02::1", 0xa0)));
    }

    @Test
    void leavesEverythingElseToTheKernel() {
        assertPassed(neighbor(OUTSIDE6, GROUP, NS, 0, FRONT_END6, NONE));
        assertPassed(neighbor(OUTSIDE6, "ff02::1", NA, 0, OUTSIDE6, NONE));
        assertPassed(icmp6("fe80::1", "ff02::1", 255, 134 << 8, new byte[12]));
        assertPassed(icmp6("fe80::1", "ff02::1", 255, NS << 8, new byte[4]));
    }

    private void assertPassed(byte[] packet) {
        assertThat(stage.receive(world.fromOutside(packet), world.port)).isEqualTo(Verdict.PASS);
        assertThat(world.sent).isEmpty();
    }

    @Test
    void servesFrontEndPortsOnly() {
        byte[] ask = neighbor(OUTSIDE6, GROUP, NS, 0, PUBLIC6, NONE);
        Packet p = world.fromOutside(ask);
        p.port = BACK_END;
        assertThat(stage.receive(p, world.port)).isEqualTo(Verdict.PASS);
    }

    @Test
    void endsWhatIsSaidOfItsAddressesAndWhatIsInvalid() {
        byte[] claim = neighbor(OUTSIDE6, "ff02::1", NA, 0, PUBLIC6, NONE);
        assertThat(stage.receive(world.fromOutside(claim), world.port)).isEqualTo(Verdict.CONSUME);
        byte[] far = icmp6(OUTSIDE6, GROUP, 64, NS << 8, join(new byte[4], bytes(PUBLIC6)));
        Packet p = world.fromOutside(far);
        assertThat(stage.receive(p, world.port)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.BAD_NEIGHBOR_DISCOVERY);
        assertThat(world.sent).isEmpty();
    }
}
