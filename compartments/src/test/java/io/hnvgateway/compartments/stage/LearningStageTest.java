package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What ARP and neighbour discovery of VMs teach, through the stages that receive them.
class LearningStageTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final byte[] NONE = {};

    private final StageWorld world = new StageWorld();
    private final InnerArpStage arp =
            new InnerArpStage(world.context, world.answers, world.learning);
    private final InnerNdStage nd = new InnerNdStage(world.context, world.answers, world.learning);

    @AfterEach
    void close() {
        world.close();
    }

    private Verdict announce(long mac, String host, String address) {
        return arp.receive(arpFrom(mac, host, address, address), world.compartment);
    }

    private Packet arpFrom(long mac, String host, String sender, String target) {
        return world.fromHost(host, mac, EthernetHeader.TYPE_ARP, arp(1, mac, sender, target));
    }

    private Verdict nd(long mac, String host, byte[] message) {
        Packet p = world.fromHost(host, mac, EthernetHeader.TYPE_IPV6, message);
        return nd.receive(p, world.compartment);
    }

    @Test
    void learnsFromGratuitousArp() {
        assertThat(announce(LEARNER_MAC, HOST, "10.0.0.77")).isEqualTo(Verdict.CONSUME);
        assertThat(world.events).containsExactly("learned 10.0.0.77 155d00000b");
    }

    @Test
    void learnsFromARequestAndAnswersIt() {
        Packet p = arpFrom(LEARNER_MAC, HOST, "10.0.0.77", GATEWAY);
        assertThat(arp.receive(p, world.compartment)).isEqualTo(Verdict.CONSUME);
        assertThat(world.events).containsExactly("learned 10.0.0.77 155d00000b");
        assertThat(world.sent).hasSize(1);
    }

    @Test
    void learnsFromNeighbourDiscoveryAndFromProbes() {
        nd(LEARNER_MAC, HOST, neighbor("fe80::b", "ff02::1", 136, 0x20, "fd00:1::77", NONE));
        nd(LEARNER_MAC, HOST, neighbor("fd00:1::78", GATEWAY6, 135, 0, GATEWAY6, NONE));
        nd(LEARNER_MAC, HOST, neighbor("::", "ff02::1:ff00:79", 135, 0, "fd00:1::79", NONE));
        assertThat(world.events)
                .containsExactly(
                        "learned fd00:1::77 155d00000b",
                        "learned fd00:1::78 155d00000b",
                        "learned fd00:1::79 155d00000b");
    }

    @Test
    void learnsNothingWithoutARecordThatAllowsIt() {
        announce(VM_MAC, HOST, "10.0.0.77");
        announce(LEARNER_MAC, OTHER_HOST, "10.0.0.77");
        announce(0x00155d0000ffL, HOST, "10.0.0.77");
        nd(LEARNER_MAC, HOST, neighbor("fe80::b", "ff02::1", 136, 0x20, "fe80::b", NONE));
        assertThat(world.events).isEmpty();
    }

    @Test
    void refusesAddressesOutsideTheSubnetAndTheGatewaysOwn() {
        assertRefused("10.0.1.77", DropReason.LEARNED_ADDRESS_REFUSED);
        assertRefused(GATEWAY, DropReason.LEARNED_ADDRESS_REFUSED);
        assertThat(world.events).isEmpty();
    }

    private void assertRefused(String address, DropReason reason) {
        Packet p = arpFrom(LEARNER_MAC, HOST, address, address);
        assertThat(arp.receive(p, world.compartment)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(reason);
    }

    @Test
    void reportsTwoVmsWithOneAddressAndLeavesItWhereItIs() {
        assertRefused(VM, DropReason.LEARNED_ADDRESS_CONFLICT);
        assertRefused(LEARNED, DropReason.LEARNED_ADDRESS_CONFLICT);
        assertThat(world.events)
                .containsExactly("conflict 10.0.0.10 155d00000b", "conflict 10.0.0.12 155d00000b");
    }

    @Test
    void reportsConflictsSeldomHoweverOftenTheyAreClaimed() {
        for (int i = 0; i < 500; i++) {
            Packet p = arpFrom(LEARNER_MAC, HOST, VM, VM);
            assertThat(arp.receive(p, world.compartment)).isEqualTo(Verdict.DROP);
            world.frames.free(p.receivedAddress);
        }
        assertThat(world.events).hasSizeBetween(1, 10);
    }

    @Test
    void confirmsAnAddressThatIsInUse() {
        announce(LEARNED_MAC, OTHER_HOST, LEARNED);
        assertThat(world.events).containsExactly("learned 10.0.0.12 155d00000c");
    }

    @Test
    void aFloodOfAddressesStaysWithinTheLimit() {
        int last = 0;
        for (int i = 0; i < 5000; i++) {
            world.at(i * SECOND_NS / 5000);
            IpAddress address = IpAddress.ofIpv4(IpAddress.parse("10.0.0.20").ipv4Bits() + i % 200);
            Packet p = arpFrom(LEARNER_MAC, HOST, address.toString(), address.toString());
            arp.receive(p, world.compartment);
            last += p.dropReason == DropReason.LEARNED_ADDRESS_LIMIT ? 1 : 0;
            world.frames.free(p.receivedAddress);
        }
        assertThat(world.events).hasSizeBetween(100, 125);
        assertThat(last).isEqualTo(5000 - world.events.size());
    }
}
