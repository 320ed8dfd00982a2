package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InnerNdStageTest {
    private static final int NS = 135;
    private static final int NA = 136;
    private static final String GATEWAY_GROUP = "ff02::1:ff00:1";
    private static final byte[] NONE = {};

    private final StageWorld world = new StageWorld();
    private final InnerNdStage stage =
            new InnerNdStage(world.context, world.answers, world.learning);

    @AfterEach
    void close() {
        world.close();
    }

    private Verdict receive(Packet p) {
        return stage.receive(p, world.compartment);
    }

    @ParameterizedTest
    @ValueSource(strings = {GATEWAY6, GATEWAY_LINK_LOCAL})
    void answersForTheGatewaysAddresses(String target) {
        byte[] option = linkLayer(1, VM_MAC);
        byte[] solicitation = neighbor(VM6, GATEWAY_GROUP, NS, 0, target, option);

        assertThat(receive(world.ipv6FromVm(solicitation))).isEqualTo(Verdict.CONSUME);
        assertThat(world.lastInner())
                .isEqualTo(neighbor(target, VM6, NA, 0xe0, target, linkLayer(2, GATEWAY_MAC)));
    }

    @Test
    void answersALinkLocalVmThatItsMacTells() {
        byte[] unicast = neighbor(VM_LINK_LOCAL, GATEWAY6, NS, 0, GATEWAY6, NONE);

        assertThat(receive(world.ipv6FromVm(unicast))).isEqualTo(Verdict.CONSUME);
        assertThat(world.lastInner())
                .isEqualTo(
                        neighbor(
                                GATEWAY6,
                                VM_LINK_LOCAL,
                                NA,
                                0xe0,
                                GATEWAY6,
                                linkLayer(2, GATEWAY_MAC)));
    }

    @Test
    void defendsItsAddressAgainstAVmThatProbesIt() {
        byte[] probe = neighbor("::", GATEWAY_GROUP, NS, 0, GATEWAY6, NONE);

        assertThat(receive(world.ipv6FromVm(probe))).isEqualTo(Verdict.CONSUME);
        assertThat(world.lastInner())
                .isEqualTo(
                        neighbor(
                                GATEWAY6,
                                "ff02::1",
                                NA,
                                0xa0,
                                GATEWAY6,
                                linkLayer(2, GATEWAY_MAC)));
    }

    @Test
    void neverAnswersForOthers() {
        byte[] probe = neighbor("::", "ff02::1:ff00:b", NS, 0, "fd00:1::b", NONE);
        assertDropped(world.ipv6FromVm(probe), DropReason.SOLICITATION_NOT_FOR_GATEWAY);
        byte[] ask = neighbor(VM6, "ff02::1:ff00:b", NS, 0, "fd00:1::b", NONE);
        assertDropped(world.ipv6FromVm(ask), DropReason.SOLICITATION_NOT_FOR_GATEWAY);
    }

    @Test
    void believesNoSenderThatFitsNoRecord() {
        byte[] ask = neighbor(VM_LINK_LOCAL, GATEWAY6, NS, 0, GATEWAY6, NONE);
        assertDropped(
                world.fromHost(OTHER_HOST, VM_MAC, EthernetHeader.TYPE_IPV6, ask),
                DropReason.SOURCE_PA_MISMATCH);
        assertDropped(
                world.fromHost(HOST, 0x00155d0000ffL, EthernetHeader.TYPE_IPV6, ask),
                DropReason.SOURCE_MAC_MISMATCH);
        byte[] stolen = neighbor(VM6, GATEWAY6, NS, 0, GATEWAY6, NONE);
        assertDropped(
                world.fromHost(OTHER_HOST, LEARNED_MAC, EthernetHeader.TYPE_IPV6, stolen),
                DropReason.LEARNED_ADDRESS_CONFLICT);
    }

    @Test
    void endsWhatVmsSayAsRouters() {
        byte[] four = new byte[4];
        byte[] advertisement = icmp6(VM_LINK_LOCAL, "ff02::1", 255, 134 << 8, new byte[12]);
        assertDropped(world.ipv6FromVm(advertisement), DropReason.ROUTER_ADVERTISEMENT_FROM_VM);
        byte[] redirect = icmp6(VM_LINK_LOCAL, "ff02::1", 255, 137 << 8, new byte[36]);
        assertDropped(world.ipv6FromVm(redirect), DropReason.REDIRECT_FROM_VM);
        byte[] solicitation = icmp6(VM_LINK_LOCAL, "ff02::2", 255, 133 << 8, four);
        assertDropped(world.ipv6FromVm(solicitation), DropReason.ROUTER_SOLICITATION);
    }

    @Test
    void endsAdvertisementsOfVms() {
        byte[] unsolicited = neighbor(VM6, "ff02::1", NA, 0x20, VM6, linkLayer(2, VM_MAC));
        assertThat(receive(world.ipv6FromVm(unsolicited))).isEqualTo(Verdict.CONSUME);
        assertThat(world.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "fe80::a, ff02::1:ff00:1, 135, ff02::1", // target is a group
        "fe80::a, ff02::1:ff00:1, 135, ::ffff:10.0.0.1", // an IPv4 address in disguise
        "::, ff02::1, 135, fd00:1::1", // a probe not to solicited nodes
        "::, fd00:1::1, 135, fd00:1::1",
        "::, ff02::1, 136, fd00:1::a", // an advertisement of nobody
    })
    void refusesWrongAddresses(String source, String destination, int type, String target) {
        byte[] message = neighbor(source, destination, type, 0, target, NONE);
        assertDropped(world.ipv6FromVm(message), DropReason.BAD_NEIGHBOR_DISCOVERY);
    }

    @Test
    void refusesWhatIsMalformedOrFromBeyondTheLink() {
        byte[] body = join(new byte[4], bytes(GATEWAY6));
        byte[] far = icmp6(VM6, GATEWAY6, 254, NS << 8, body);
        assertDropped(world.ipv6FromVm(far), DropReason.BAD_NEIGHBOR_DISCOVERY);
        byte[] code = icmp6(VM6, GATEWAY6, 255, NS << 8 | 1, body);
        assertDropped(world.ipv6FromVm(code), DropReason.BAD_NEIGHBOR_DISCOVERY);
        byte[] option = neighbor(VM6, GATEWAY6, NS, 0, GATEWAY6, new byte[8]);
        assertDropped(world.ipv6FromVm(option), DropReason.BAD_NEIGHBOR_DISCOVERY);
        byte[] probe = neighbor("::", GATEWAY_GROUP, NS, 0, GATEWAY6, linkLayer(1, VM_MAC));
        assertDropped(world.ipv6FromVm(probe), DropReason.BAD_NEIGHBOR_DISCOVERY);
        byte[] damaged = neighbor(VM6, GATEWAY6, NS, 0, GATEWAY6, NONE);
        damaged[42] ^= 1;
        assertDropped(world.ipv6FromVm(damaged), DropReason.BAD_NEIGHBOR_DISCOVERY);
    }

    @Test
    void answersNoMoreThanTheBudget() {
        byte[] ask = neighbor(VM6, GATEWAY6, NS, 0, GATEWAY6, NONE);
        Packet p = world.ipv6FromVm(ask);
        for (int i = 0; i < 300; i++) {
            receive(p);
        }
        assertThat(world.sent).hasSizeBetween(150, 250);
        assertThat(p.dropReason).isEqualTo(DropReason.ANSWER_LIMIT);
    }

    private void assertDropped(Packet p, DropReason reason) {
        assertThat(receive(p)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(reason);
        assertThat(world.sent).isEmpty();
    }
}
