package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.TaggedLinks;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The form of answers; whom they are for, golden cases show.
class UnderlayArpStageTest {
    private static final long ROUTER_MAC = 0x020000000022L;

    private final StageWorld world = new StageWorld();
    private final UnderlayArpStage stage =
            new UnderlayArpStage(world.context, world::transmit, TaggedLinks.NONE);

    @AfterEach
    void close() {
        world.close();
    }

    private static byte[] reply() {
        byte[] reply = arp(2, PORT_MAC, PUBLIC, "203.0.113.1");
        byte[] asker = ethernet(ROUTER_MAC, 0, 0, new byte[0]);
        System.arraycopy(asker, 0, reply, 18, 6);
        return Arrays.copyOf(reply, 46);
    }

    private static byte[] request() {
        return arp(1, ROUTER_MAC, "203.0.113.1", PUBLIC);
    }

    @Test
    void answersUntaggedFrames() {
        byte[] frame = ethernet(-1, ROUTER_MAC, EthernetHeader.TYPE_ARP, request());
        assertThat(stage.receive(world.place(FRONT_END, frame), world.port))
                .isEqualTo(Verdict.CONSUME);
        assertThat(world.sent)
                .containsExactly(ethernet(ROUTER_MAC, PORT_MAC, EthernetHeader.TYPE_ARP, reply()));
    }

    @Test
    void answersInTheVlanThatTheRequestCameIn() {
        byte[] tag = {0, 7, 8, 6};
        byte[] frame = ethernet(-1, ROUTER_MAC, 0x8100, join(tag, request()));
        Packet p = world.place(FRONT_END, frame);
        p.address += EthernetHeader.VLAN_TAG_BYTES;
        p.length -= EthernetHeader.VLAN_TAG_BYTES;
        assertThat(stage.receive(p, world.port)).isEqualTo(Verdict.CONSUME);
        assertThat(world.sent)
                .containsExactly(ethernet(ROUTER_MAC, PORT_MAC, 0x8100, join(tag, reply())));
    }
}
