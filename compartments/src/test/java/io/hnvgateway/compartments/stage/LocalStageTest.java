package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalStageTest {
    private static final byte[] PING = {0x12, 0x34, 0, 1, 'h', 'e', 'l', 'l', 'o'};
    private static final int UDP = 17;

    private final StageWorld world = new StageWorld();
    private final LocalStage stage = new LocalStage(world.context, world.answers, world.errors);

    @AfterEach
    void close() {
        world.close();
    }

    private Verdict fromVm(int type, byte[] packet) {
        Packet p = world.fromHost(HOST, VM_MAC, type, packet);
        assertThat(SourceGuard.check(p, world.compartment)).isEqualTo(Verdict.CONTINUE);
        Verdict verdict = stage.receive(p);
        assertThat(p.dropReason)
                .isEqualTo(verdict == Verdict.DROP ? DropReason.LOCAL_UNSUPPORTED : null);
        return verdict;
    }

    @Test
    void answersPingOfBothFamilies() {
        byte[] ping = icmp(8, 0, 0x12340001, new byte[] {'h', 'i'});
        fromVm(EthernetHeader.TYPE_IPV4, ipv4(VM, GATEWAY, 1, ping));
        byte[] reply = icmp(0, 0, 0x12340001, new byte[] {'h', 'i'});
        assertThat(Arrays.copyOfRange(world.lastInner(), 20, 30)).isEqualTo(reply);

        fromVm(EthernetHeader.TYPE_IPV6, icmp6(VM6, GATEWAY6, 64, 128 << 8, PING));
        assertThat(world.lastInner()).isEqualTo(icmp6(GATEWAY6, VM6, 64, 129 << 8, PING));
    }

    @Test
    void answersPingOfItsLinkLocalAddress() {
        fromVm(
                EthernetHeader.TYPE_IPV6,
                icmp6(VM_LINK_LOCAL, GATEWAY_LINK_LOCAL, 64, 128 << 8, PING));
        assertThat(world.lastInner())
                .isEqualTo(icmp6(GATEWAY_LINK_LOCAL, VM_LINK_LOCAL, 64, 129 << 8, PING));
    }

    @Test
    void answersAnAtomicFragmentAsAWholePacket() {
        byte[] ping = icmp6(VM6, GATEWAY6, 64, 128 << 8, PING);
        byte[] icmp = Arrays.copyOfRange(ping, 40, ping.length);
        byte[] header = {58, 0, 0, 0, 1, 2, 3, 4};
        fromVm(EthernetHeader.TYPE_IPV6, ipv6(VM6, GATEWAY6, 44, 64, join(header, icmp)));
        assertThat(world.lastInner()).isEqualTo(icmp6(GATEWAY6, VM6, 64, 129 << 8, PING));
    }

    @Test
    void tellsThatAPortIsUnreachable() {
        byte[] packet = ipv6(VM6, GATEWAY6, UDP, 1, udp(40000, 33434, new byte[8]));
        assertThat(fromVm(EthernetHeader.TYPE_IPV6, packet)).isEqualTo(Verdict.DROP);
        assertThat(world.lastInner())
                .isEqualTo(icmp6(GATEWAY6, VM6, 64, 1 << 8 | 4, join(new byte[4], packet)));
    }

    @Test
    void refusesAWrongChecksum() {
        byte[] ping = icmp6(VM6, GATEWAY6, 64, 128 << 8, PING);
        ping[50] ^= 1;
        Packet p = world.ipv6FromVm(ping);
        assertThat(stage.receive(p)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.BAD_ICMP_CHECKSUM);
    }

    @Test
    void saysThatItPutsNoFragmentsTogether() {
        byte[] header = ByteBuffer.allocate(8).put((byte) 58).putInt(4, 7).array();
        header[3] = 1;
        byte[] first = ipv6(VM6, GATEWAY6, 44, 64, join(header, icmp(128, 0, 1, new byte[8])));
        Packet p = world.ipv6FromVm(first);
        assertThat(stage.receive(p)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.LOCAL_FRAGMENT);
        assertThat(world.sent).isEmpty();
    }
}
