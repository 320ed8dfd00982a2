package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Genuine and forged REDIRECTs and UNREACHABLEs (MS-NVGREE §2.2, §5.1).
class ControlStageTest {
    private static final int REDIRECT = 5;
    private static final int UNREACHABLE = 3;

    private final StageWorld world = new StageWorld();
    private final ControlStage stage = new ControlStage(world.context, world);

    @AfterEach
    void close() {
        world.close();
    }

    /// What the gateway sent to a VM, as a host quotes it: from the GRE header on.
    private static byte[] sentTo(String vm) {
        byte[] inner = ipv4(GATEWAY, vm, 17, udp(1, 2, new byte[20]));
        return nvgre(VSID, ethernet(VM_MAC, GATEWAY_MAC, EthernetHeader.TYPE_IPV4, inner));
    }

    private static byte[] sentTo6(String vm) {
        byte[] inner = ipv6(GATEWAY6, vm, 17, 64, udp(1, 2, new byte[20]));
        return nvgre(VSID, ethernet(VM_MAC, GATEWAY_MAC, EthernetHeader.TYPE_IPV6, inner));
    }

    private static int bits(String address) {
        return address.isEmpty() ? 0 : IpAddress.parse(address).ipv4Bits();
    }

    /// A message from a host, whose inner source is `speaker`.
    private Packet message(String host, String speaker, int type, String target, byte[] quoted) {
        byte[] icmp = icmp(type, 10, bits(target), quoted);
        return world.fromHost(
                host, HOST_MAC, EthernetHeader.TYPE_IPV4, ipv4(speaker, GATEWAY_PA, 1, icmp));
    }

    private Packet redirect(String target) {
        return message(HOST, HOST, REDIRECT, target, sentTo(VM));
    }

    private Verdict receive(Packet p) {
        assertThat(ControlStage.isControl(p, world.compartment)).isTrue();
        return stage.receive(p, world.compartment);
    }

    private void assertRefused(Packet p, DropReason reason) {
        assertThat(receive(p)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(reason);
        assertThat(world.events).isEmpty();
    }

    @Test
    void reportsWhereTheVmMoved() {
        assertThat(receive(redirect(NEW_HOST))).isEqualTo(Verdict.CONSUME);
        assertThat(world.events).containsExactly("redirected 10.0.0.10 192.0.2.13");
    }

    @Test
    void readsTheTargetFromTheDestinationWhenTheMessageHasNone() {
        byte[] icmp = icmp(REDIRECT, 10, 0, sentTo(VM));
        byte[] packet = ipv4(HOST, NEW_HOST, 1, icmp);
        receive(world.fromHost(HOST, HOST_MAC, EthernetHeader.TYPE_IPV4, packet));
        assertThat(world.events).containsExactly("redirected 10.0.0.10 192.0.2.13");
    }

    @Test
    void readsQuotationsThatBeginWithTheOuterOrTheInnerHeader() {
        byte[] outer = ipv4(GATEWAY_PA, HOST, 47, sentTo6(VM6));
        receive(message(HOST, HOST, REDIRECT, NEW_HOST, outer));
        byte[] inner = ipv4(GATEWAY, VM, 17, udp(1, 2, new byte[0]));
        receive(message(HOST, HOST, REDIRECT, NEW_HOST, inner));
        assertThat(world.events)
                .containsExactly(
                        "redirected fd00:1::a 192.0.2.13", "redirected 10.0.0.10 192.0.2.13");
    }

    @Test
    void reportsUnreachableCustomerAddresses() {
        receive(message(HOST, HOST, UNREACHABLE, "", sentTo(VM)));
        assertThat(world.events).containsExactly("unreachable 10.0.0.10 192.0.2.11");
    }

    @Test
    void readsTheIpv6Form() {
        byte[] targetAndDestination = join(new byte[4], bytes("2001:db8:77::1"), bytes("::"));
        byte[] option = {4, 20, 0, 0, 0, 0, 0, 0};
        for (byte[] before : new byte[][] {option, {}}) {
            byte[] body = join(targetAndDestination, before, sentTo(VM));
            Packet p = ipv6Message("2001:db8:77::11", body);
            assertThat(stage.receive(p, world.compartment)).isEqualTo(Verdict.DROP);
            assertThat(p.dropReason).as("other record").isEqualTo(DropReason.CONTROL_FORGED);
            p = ipv6Message("2001:db8:77::11", body);
            speakFor(p);
            assertThat(ControlFormat.newProviderHigh(p)).isEqualTo(0x2001_0db8_0077_0000L);
            assertThat(ControlFormat.newProviderLow(p)).isEqualTo(1);
            QuotedPacket quoted = new QuotedPacket();
            int at = ControlFormat.quotedAt(p);
            assertThat(quoted.read(p.transport + at, p.ipPayloadBytes() - at)).isTrue();
            assertThat(quoted.vsid).isEqualTo(VSID);
        }
    }

    private Packet ipv6Message(String speaker, byte[] body) {
        byte[] packet = icmp6(speaker, "2001:db8:77::99", 64, 137 << 8 | 1, body);
        return world.fromHost(HOST, HOST_MAC, EthernetHeader.TYPE_IPV6, packet);
    }

    /// As if it had come over IPv6.
    private static void speakFor(Packet p) {
        p.providerSourceHigh = p.sourceHigh();
        p.providerSourceLow = p.sourceLow();
    }

    @Test
    void honoursNobodyButTheHostThatHasTheVm() {
        assertRefused(
                message(OTHER_HOST, OTHER_HOST, REDIRECT, NEW_HOST, sentTo(VM)),
                DropReason.CONTROL_FORGED);
        assertRefused(
                message(STRANGER, HOST, REDIRECT, NEW_HOST, sentTo(VM)), DropReason.CONTROL_FORGED);
        assertRefused(
                message(HOST, OTHER_HOST, REDIRECT, NEW_HOST, sentTo(VM)),
                DropReason.CONTROL_FORGED);
        assertRefused(
                message(OTHER_HOST, OTHER_HOST, UNREACHABLE, "", sentTo(VM)),
                DropReason.CONTROL_FORGED);
    }

    @Test
    void honoursNoVm() {
        byte[] icmp = icmp(REDIRECT, 10, bits(NEW_HOST), sentTo(VM));
        assertRefused(
                world.fromHost(HOST, VM_MAC, EthernetHeader.TYPE_IPV4, ipv4(HOST, VM, 1, icmp)),
                DropReason.CONTROL_FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {STRANGER, "203.0.113.1", "127.0.0.1", "255.255.255.255", GATEWAY_PA})
    void leadsNowhereButToAnnouncedProviderAddresses(String target) {
        assertRefused(redirect(target), DropReason.CONTROL_UNKNOWN_TARGET);
    }

    @Test
    void refusesAnotherVsidAnUnknownAddressAndHalfAMessage() {
        byte[] otherVsid = sentTo(VM);
        otherVsid[6] ^= 1;
        assertRefused(
                message(HOST, HOST, REDIRECT, NEW_HOST, otherVsid), DropReason.CONTROL_FORGED);
        assertRefused(
                message(HOST, HOST, REDIRECT, NEW_HOST, sentTo("10.0.0.99")),
                DropReason.CONTROL_UNKNOWN_ADDRESS);
        assertRefused(
                message(HOST, HOST, REDIRECT, NEW_HOST, new byte[30]),
                DropReason.CONTROL_MALFORMED);
        assertRefused(
                message(HOST, HOST, REDIRECT, NEW_HOST, new byte[0]), DropReason.CONTROL_MALFORMED);
    }

    @Test
    void refusesAWrongChecksum() {
        Packet p = redirect(NEW_HOST);
        Memory.put8(p.transport + 4, Memory.u8(p.transport + 4) ^ 1);
        assertRefused(p, DropReason.BAD_ICMP_CHECKSUM);
    }

    @Test
    void leavesTheErrorsOfVmsAlone() {
        byte[] prohibited = icmp(UNREACHABLE, 10, 0, ipv4(GATEWAY, VM, 17, new byte[8]));
        Packet p =
                world.fromHost(
                        HOST, VM_MAC, EthernetHeader.TYPE_IPV4, ipv4(VM, GATEWAY, 1, prohibited));
        assertThat(ControlStage.isControl(p, world.compartment)).isFalse();
    }

    @Test
    void honoursNoMoreThanTheBudgetAndForgedOnesTakeNothingFromIt() {
        Packet forged = message(OTHER_HOST, OTHER_HOST, REDIRECT, NEW_HOST, sentTo(VM));
        for (int i = 0; i < 10_000; i++) {
            stage.receive(forged, world.compartment);
        }
        Packet p = redirect(NEW_HOST);
        for (int i = 0; i < 1000; i++) {
            stage.receive(p, world.compartment);
        }
        assertThat(world.events).hasSize(100);
        assertThat(p.dropReason).isEqualTo(DropReason.CONTROL_LIMIT);
    }
}
