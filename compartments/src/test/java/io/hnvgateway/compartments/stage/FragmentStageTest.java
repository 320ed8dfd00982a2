package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Fragments of IPv6 on their way through; those of IPv4 stand in the golden cases.
class FragmentStageTest {
    private static final int UDP = 17;
    private static final int DESTINATION_OPTIONS = 60;
    private static final byte[] OPTIONS = {UDP, 0, 1, 4, 0, 0, 0, 0};

    private final StageWorld world = new StageWorld();
    private final FragmentStage stage =
            new FragmentStage(world.context, world.waiting, new IpIdentifications(0, 1));

    @AfterEach
    void close() {
        world.close();
    }

    private Packet fragment(int next, int offset, boolean more, int id, byte[] payload) {
        ByteBuffer header = ByteBuffer.allocate(8).put((byte) next).put((byte) 0);
        header.putShort((short) (offset | (more ? 1 : 0))).putInt(id);
        return world.ipv6FromVm(ipv6(VM6, OUTSIDE6, 44, 64, join(header.array(), payload)));
    }

    private Packet first(int id) {
        return fragment(UDP, 0, true, id, udp(4000, 53, new byte[8]));
    }

    @Test
    void laterFragmentsGetPortsAndProtocolOfTheFirst() {
        byte[] start = join(OPTIONS, udp(4000, 53, new byte[8]));
        Packet p = fragment(DESTINATION_OPTIONS, 0, true, 7, start);
        assertThat(stage.pass(p)).isEqualTo(Verdict.CONTINUE);

        Packet later = fragment(DESTINATION_OPTIONS, 24, false, 7, new byte[5]);
        assertThat(stage.pass(later)).isEqualTo(Verdict.CONTINUE);
        assertThat(later.protocol).isEqualTo(UDP);
        assertThat(later.sourcePort).isEqualTo(4000);
        assertThat(later.destinationPort).isEqualTo(53);
    }

    @Test
    void aLaterFragmentWaitsForTheFirstOfItsDatagram() {
        Packet later = fragment(UDP, 16, false, 7, new byte[5]);
        assertThat(stage.pass(later)).isEqualTo(Verdict.HOLD);
        stage.pass(first(8));
        assertThat(world.waiting.release(guests())).isZero();
        stage.pass(first(7));
        assertThat(world.waiting.release(guests())).isEqualTo(1);
    }

    @Test
    void anOverlapEndsTheDatagram() {
        stage.pass(first(7));
        assertDropped(fragment(UDP, 8, true, 7, new byte[16]), DropReason.FRAGMENT_OVERLAP);
        assertDropped(fragment(UDP, 24, false, 7, new byte[5]), DropReason.FRAGMENT_OVERLAP);
        assertThat(stage.pass(first(8))).as("another datagram").isEqualTo(Verdict.CONTINUE);
    }

    private void assertDropped(Packet p, DropReason reason) {
        assertThat(stage.pass(p)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(reason);
    }

    @Test
    void changesNothingInAFragment() {
        Packet p = first(7);
        stage.pass(p);
        byte[] before = StageWorld.copy(p.ip, p.ipTotalBytes);
        stage.newIdentification(p);
        assertThat(StageWorld.copy(p.ip, p.ipTotalBytes)).isEqualTo(before);
        assertThat(new Fragmenter(world.frames).split(p, 1280)).isNegative();
        assertThat(Arrays.equals(StageWorld.copy(p.ip, p.ipTotalBytes), before)).isTrue();
    }

    private WaitingRoom.Guests guests() {
        return new WaitingRoom.Guests() {
            @Override
            public boolean ready(WaitingRoom.Reason reason, int key) {
                return stage.ready(key);
            }

            @Override
            public void replay(Packet p) {}

            @Override
            public void sendAnswer(Packet p, int adjacency) {
                throw new AssertionError();
            }

            @Override
            public void abandon(Packet p) {
                throw new AssertionError();
            }
        };
    }
}
