package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/// The headers of fixed layout against `ByteBuffer` at the offsets of their RFCs.
class HeaderAccessorsTest {
    private static final long MAC_MAX = 0xffff_ffff_ffffL;

    @Property
    void ethernet(@ForAll @Size(18) byte[] bytes) {
        ByteBuffer model = ByteBuffer.wrap(bytes);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long eth = frame.address();
            assertThat(EthernetHeader.destination(eth)).isEqualTo(model.getLong(0) >>> 16);
            assertThat(EthernetHeader.source(eth)).isEqualTo(model.getLong(6) >>> 16);
            assertThat(EthernetHeader.type(eth)).isEqualTo(model.getShort(12) & 0xffff);
            assertThat(EthernetHeader.vlanId(eth)).isEqualTo(model.getShort(14) & 0xfff);
            assertThat(EthernetHeader.taggedType(eth)).isEqualTo(model.getShort(16) & 0xffff);
        }
    }

    @Property
    void arpReplyNamesTheAskedAddressAndGoesToTheAsker(
            @ForAll @Size(28) byte[] request, @ForAll @LongRange(max = MAC_MAX) long mac) {
        ByteBuffer asked = ByteBuffer.wrap(request.clone());
        try (ExactFrame frame = ExactFrame.of(request)) {
            long arp = frame.address();
            ArpHeader.makeReply(arp, mac);
            assertThat(ArpHeader.operation(arp)).isEqualTo(2);
            assertThat(ArpHeader.senderMac(arp)).isEqualTo(mac);
            assertThat(ArpHeader.senderAddress(arp)).isEqualTo(asked.getInt(24));
            assertThat(ArpHeader.targetMac(arp)).isEqualTo(asked.getLong(8) >>> 16);
            assertThat(ArpHeader.targetAddress(arp)).isEqualTo(asked.getInt(14));
            assertThat(Memory.u48(arp)).isEqualTo(asked.getLong(0) >>> 16);
        }
    }

    @Example
    void arpOfOtherHardwareOrProtocolIsRecognised() {
        byte[] right = {0, 1, 8, 0, 6, 4};
        for (int i = 0; i < right.length; i++) {
            byte[] wrong = right.clone();
            wrong[i]++;
            try (ExactFrame good = ExactFrame.of(right);
                    ExactFrame bad = ExactFrame.of(wrong)) {
                assertThat(ArpHeader.isEthernetIpv4(good.address())).isTrue();
                assertThat(ArpHeader.isEthernetIpv4(bad.address())).isFalse();
            }
        }
    }

    @Property
    void nvgre(
            @ForAll @IntRange(max = 0xffffff) int vsid, @ForAll @IntRange(max = 255) int flowId) {
        try (ExactFrame frame = ExactFrame.of(new byte[8])) {
            long gre = frame.address();
            GreHeader.writeNvgre(gre, vsid, flowId);
            ByteBuffer model = ByteBuffer.wrap(frame.bytes());
            assertThat(model.getInt(0)).isEqualTo(0x2000_6558);
            assertThat(model.getInt(4)).isEqualTo(vsid * 256 + flowId);
            assertThat(GreHeader.isNvgre(gre)).isTrue();
            assertThat(GreHeader.vsid(gre)).isEqualTo(vsid);
            assertThat(GreHeader.flowId(gre)).isEqualTo(flowId);
        }
    }

    @Property
    void onlyKeyedTransparentEthernetIsNvgre(@ForAll int first) {
        try (ExactFrame frame = ExactFrame.of(ByteBuffer.allocate(8).putInt(first).array())) {
            assertThat(GreHeader.isNvgre(frame.address())).isEqualTo(first == 0x2000_6558);
        }
    }

    @Property
    void vxlan(@ForAll @IntRange(max = 0xffffff) int vni, @ForAll int reserved) {
        try (ExactFrame frame = ExactFrame.of(new byte[8])) {
            long vxlan = frame.address();
            VxlanHeader.write(vxlan, vni);
            assertThat(ByteBuffer.wrap(frame.bytes()).getLong(0))
                    .isEqualTo(0x0800_0000L << 32 | (long) vni << 8);
            Memory.put32(vxlan, reserved);
            assertThat(VxlanHeader.hasVni(vxlan)).isEqualTo((reserved >> 24 & 8) != 0);
            assertThat(VxlanHeader.vni(vxlan)).isEqualTo(vni);
        }
    }

    @Property
    void esp(@ForAll int spi, @ForAll int sequence) {
        try (ExactFrame frame = ExactFrame.of(new byte[8])) {
            EspHeader.write(frame.address(), spi, sequence);
            assertThat(ByteBuffer.wrap(frame.bytes()).getInt(0)).isEqualTo(spi);
            assertThat(EspHeader.spi(frame.address())).isEqualTo(spi);
            assertThat(EspHeader.sequence(frame.address())).isEqualTo(sequence);
        }
    }

    @Property
    void udpAndIcmp(@ForAll @Size(8) byte[] bytes) {
        ByteBuffer model = ByteBuffer.wrap(bytes);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long at = frame.address();
            assertThat(UdpHeader.sourcePort(at)).isEqualTo(model.getShort(0) & 0xffff);
            assertThat(UdpHeader.destinationPort(at)).isEqualTo(model.getShort(2) & 0xffff);
            assertThat(UdpHeader.lengthBytes(at)).isEqualTo(model.getShort(4) & 0xffff);
            assertThat(UdpHeader.checksum(at)).isEqualTo(model.getShort(6) & 0xffff);
            assertThat(IcmpHeader.type(at)).isEqualTo(bytes[0] & 0xff);
            assertThat(IcmpHeader.code(at)).isEqualTo(bytes[1] & 0xff);
            assertThat(IcmpHeader.checksum(at)).isEqualTo(model.getShort(2) & 0xffff);
            assertThat(IcmpHeader.identifier(at)).isEqualTo(model.getShort(4) & 0xffff);
        }
    }

    @Property
    void ipv6(@ForAll @Size(40) byte[] bytes) {
        ByteBuffer model = ByteBuffer.wrap(bytes);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long ip6 = frame.address();
            int first = model.getInt(0);
            assertThat(Ipv6Header.version(ip6)).isEqualTo(first >>> 28);
            assertThat(Ipv6Header.trafficClass(ip6)).isEqualTo(first >>> 20 & 0xff);
            assertThat(Ipv6Header.flowLabel(ip6)).isEqualTo(first & 0xfffff);
            assertThat(Ipv6Header.payloadBytes(ip6)).isEqualTo(model.getShort(4) & 0xffff);
            assertThat(Ipv6Header.nextHeader(ip6)).isEqualTo(bytes[6] & 0xff);
            assertThat(Ipv6Header.hopLimit(ip6)).isEqualTo(bytes[7] & 0xff);
            assertThat(Ipv6Header.sourceHigh(ip6)).isEqualTo(model.getLong(8));
            assertThat(Ipv6Header.sourceLow(ip6)).isEqualTo(model.getLong(16));
            assertThat(Ipv6Header.destinationHigh(ip6)).isEqualTo(model.getLong(24));
            assertThat(Ipv6Header.destinationLow(ip6)).isEqualTo(model.getLong(32));
        }
    }

    @Property
    void ipv6WritesWhatItReads(
            @ForAll @IntRange(max = 0xffff) int payloadBytes, @ForAll long high, @ForAll long low) {
        try (ExactFrame frame = ExactFrame.of(new byte[40])) {
            long ip6 = frame.address();
            Ipv6Header.write(ip6, payloadBytes, 58, 255);
            Ipv6Header.source(ip6, high, low);
            Ipv6Header.destination(ip6, ~high, ~low);
            Ipv6Header.decrementHopLimit(ip6);
            ByteBuffer expected = ByteBuffer.allocate(40).putInt(0x6000_0000);
            expected.putShort((short) payloadBytes).put((byte) 58).put((byte) 254);
            expected.putLong(high).putLong(low).putLong(~high).putLong(~low);
            assertThat(frame.bytes()).isEqualTo(expected.array());
            assertThat(Ipv6Header.fits(ip6, 40L + payloadBytes)).isTrue();
            assertThat(Ipv6Header.fits(ip6, 39L + payloadBytes)).isFalse();
        }
    }

    @Property
    void icmpv6ChecksumCoversAddressesAndMessage(@ForAll @Size(min = 48, max = 120) byte[] bytes) {
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long ip6 = frame.address();
            long icmp = ip6 + 40;
            int length = bytes.length - 40;
            Icmpv6Header.updateChecksum(ip6, icmp, length);
            assertThat(Icmpv6Header.checksumValid(ip6, icmp, length)).isTrue();
            Memory.put8(ip6 + 23, Memory.u8(ip6 + 23) ^ 1);
            assertThat(Icmpv6Header.checksumValid(ip6, icmp, length)).isFalse();
        }
    }
}
