package io.hnvgateway.compartments.stage;

import static io.hnvgateway.compartments.stage.StageWorld.*;
import static io.hnvgateway.compartments.stage.TestFrames.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlMessagesTest {
    private static final int UNKNOWN_VSID = 6000;
    private static final long SECOND_NS = 1_000_000_000L;

    private final StageWorld world = new StageWorld();
    private final ControlMessages messages =
            new ControlMessages(world.context, world::transmit, true);

    @AfterEach
    void close() {
        world.close();
    }

    private static byte[] innerFrame(int dataBytes) {
        byte[] packet = ipv4(VM, "10.0.0.99", 17, udp(1, 2, new byte[dataBytes]));
        return ethernet(GATEWAY_MAC, VM_MAC, EthernetHeader.TYPE_IPV4, packet);
    }

    private static byte[] expected(int vsid, byte[] quoted) {
        byte[] packet = ipv4(GATEWAY_PA, HOST, 1, icmp(3, 10, 0, quoted));
        packet = hops128(packet);
        byte[] gre = nvgre(vsid, ethernet(HOST_MAC, PORT_MAC, EthernetHeader.TYPE_IPV4, packet));
        gre[7] = 0;
        return ethernet(
                HOST_MAC,
                PORT_MAC,
                EthernetHeader.TYPE_IPV4,
                hops128(ipv4(GATEWAY_PA, HOST, 47, gre)));
    }

    /// As the gateway sends: TTL 128, DF.
    private static byte[] hops128(byte[] ip) {
        byte[] header = Arrays.copyOf(ip, 20);
        header[8] = (byte) 128;
        header[6] = 0x40;
        header[10] = 0;
        header[11] = 0;
        int sum = checksum(header);
        header[10] = (byte) (sum >>> 8);
        header[11] = (byte) sum;
        return join(header, Arrays.copyOfRange(ip, 20, ip.length));
    }

    @Test
    void tellsAHostThatItsVsidIsUnknown() {
        Packet p = world.outer(HOST, UNKNOWN_VSID, innerFrame(10));
        assertThat(NvgreStage.decapsulate(p, world.snapshot)).isEqualTo(Verdict.DROP);
        messages.unreachable(p);
        assertThat(world.sent)
                .containsExactly(expected(UNKNOWN_VSID, nvgre(UNKNOWN_VSID, innerFrame(10))));
    }

    @Test
    void tellsAHostThatACustomerAddressIsUnknownAndQuotesABoundedPart() {
        Packet p = world.outer(HOST, VSID, innerFrame(1000));
        assertThat(NvgreStage.decapsulate(p, world.snapshot)).isEqualTo(Verdict.CONTINUE);
        messages.unreachable(p);
        byte[] quoted = Arrays.copyOf(nvgre(VSID, innerFrame(1000)), 576 - 28);
        assertThat(world.sent).containsExactly(expected(VSID, quoted));
    }

    @Test
    void goesBackInTheVlanThatThePacketCameIn() {
        byte[] ip = ipv4(HOST, GATEWAY_PA, 47, nvgre(UNKNOWN_VSID, innerFrame(10)));
        byte[] tagged = ethernet(PORT_MAC, HOST_MAC, 0x8100, join(new byte[] {0, 7, 8, 0}, ip));
        messages.unreachable(world.fromWire(BACK_END, tagged));
        assertThat(world.sent.getFirst())
                .startsWith(ethernet(HOST_MAC, PORT_MAC, 0x8100, new byte[] {0, 7, 8, 0, 0x45}));
    }

    @Test
    void theOtherEndUnderstandsIt() {
        messages.unreachable(world.outer(HOST, VSID, innerFrame(10)));
        byte[] inner = world.lastInner();
        Packet p = world.fromHost(GATEWAY_PA, PORT_MAC, EthernetHeader.TYPE_IPV4, inner);
        assertThat(ControlStage.isControl(p, world.compartment)).isTrue();
        QuotedPacket quoted = new QuotedPacket();
        int at = ControlFormat.quotedAt(p);
        assertThat(quoted.read(p.transport + at, p.ipPayloadBytes() - at)).isTrue();
        assertThat((int) quoted.destinationLow).isEqualTo(0x0a000063);
    }

    @Test
    void staysSilentToStrangersAboutErrorsAndWhenSwitchedOff() {
        messages.unreachable(world.outer(STRANGER, UNKNOWN_VSID, innerFrame(10)));
        byte[] error = ipv4(HOST, GATEWAY_PA, 1, icmp(3, 10, 0, new byte[60]));
        messages.unreachable(world.outer(HOST, UNKNOWN_VSID, inIpv4(error)));
        byte[] redirect = icmp6("fe80::1", "fe80::2", 64, 137 << 8 | 1, new byte[60]);
        messages.unreachable(world.outer(HOST, UNKNOWN_VSID, inIpv6(redirect)));
        byte[] arp = arp(1, VM_MAC, VM, GATEWAY);
        messages.unreachable(world.outer(HOST, UNKNOWN_VSID, ethernet(-1, 1, 0x0806, arp)));
        new ControlMessages(world.context, world::transmit, false)
                .unreachable(world.outer(HOST, UNKNOWN_VSID, innerFrame(10)));
        assertThat(world.sent).isEmpty();

        byte[] ping = ipv4(VM, "10.0.0.99", 1, icmp(8, 0, 1, new byte[8]));
        messages.unreachable(world.outer(HOST, UNKNOWN_VSID, inIpv4(ping)));
        assertThat(world.sent).as("a query is no error").hasSize(1);
    }

    private static byte[] inIpv4(byte[] packet) {
        return ethernet(GATEWAY_MAC, VM_MAC, EthernetHeader.TYPE_IPV4, packet);
    }

    private static byte[] inIpv6(byte[] packet) {
        return ethernet(GATEWAY_MAC, VM_MAC, EthernetHeader.TYPE_IPV6, packet);
    }

    @Test
    void oneHostsFloodIsAnsweredSeldomAndLeavesAnswersForOthers() {
        Packet p = world.outer(HOST, UNKNOWN_VSID, innerFrame(10));
        for (int i = 0; i < 1000; i++) {
            world.at(i * SECOND_NS / 1000);
            messages.unreachable(p);
        }
        assertThat(world.sent).hasSizeBetween(5, 11);
        int before = world.sent.size();
        messages.unreachable(world.outer(OTHER_HOST, UNKNOWN_VSID, innerFrame(10)));
        assertThat(world.sent).hasSize(before + 1);
    }
}
