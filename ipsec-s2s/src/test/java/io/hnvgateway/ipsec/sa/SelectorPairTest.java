package io.hnvgateway.ipsec.sa;

import static io.hnvgateway.ipsec.sa.TestSas.ANY4;
import static io.hnvgateway.ipsec.sa.TestSas.ANY6;
import static io.hnvgateway.ipsec.sa.TestSas.selector;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectorPairTest {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment icmp = arena.allocate(8);
    private final Packet p = new Packet();

    @BeforeEach
    void packet() {
        Memory.register(icmp);
        p.protocol = IpProtocol.TCP;
        p.source = IpAddress.parse("10.0.0.5").ipv4Bits();
        p.destination = IpAddress.parse("10.1.0.9").ipv4Bits();
        p.sourcePort = 40000;
        p.destinationPort = 443;
        p.transport = icmp.address();
    }

    @AfterEach
    void close() {
        Memory.unregister(icmp);
        arena.close();
    }

    @Test
    void addressesAreInclusiveAtBothEnds() {
        assertThat(outbound(selector("10.0.0.5", "10.0.0.5", 0, 0, 65535), ANY4)).isTrue();
        assertThat(outbound(selector("10.0.0.6", "10.0.0.9", 0, 0, 65535), ANY4)).isFalse();
        assertThat(outbound(selector("10.0.0.1", "10.0.0.4", 0, 0, 65535), ANY4)).isFalse();
        assertThat(outbound(ANY4, selector("10.1.0.9", "10.1.0.9", 0, 0, 65535))).isTrue();
        assertThat(outbound(ANY4, selector("10.1.0.0", "10.1.0.8", 0, 0, 65535))).isFalse();
    }

    @Test
    void inboundTheSourceIsTheRemoteSide() {
        TrafficSelector here = selector("10.1.0.0", "10.1.255.255", 0, 0, 65535);
        TrafficSelector there = selector("10.0.0.0", "10.0.255.255", 0, 0, 65535);

        assertThat(pair(here, there).admitsInbound(p)).isTrue();
        assertThat(pair(there, here).admitsInbound(p)).isFalse();
        assertThat(pair(there, here).admitsOutbound(p)).isTrue();
    }

    @Test
    void familiesDoNotMeet() {
        assertThat(outbound(ANY6, ANY6)).isFalse();
        p.ipv6 = true;
        p.ipv6SourceHigh = 0x2001_0db8_0000_0000L;
        p.ipv6DestinationHigh = 0xfd00_0000_0000_0000L;
        assertThat(outbound(ANY4, ANY4)).isFalse();
        assertThat(outbound(ANY6, ANY6)).isTrue();
        assertThat(outbound(ANY6, selector("fd00::1", "fd00::2", 0, 0, 65535))).isFalse();
        assertThat(outbound(ANY6, selector("fd00::", "fd00::2", 0, 0, 65535))).isTrue();
    }

    @Test
    void protocolsAndPorts() {
        assertThat(outbound(all(6, 0, 65535), all(6, 443, 443))).isTrue();
        assertThat(outbound(all(17, 0, 65535), ANY4)).isFalse();
        assertThat(outbound(ANY4, all(6, 444, 450))).isFalse();
        assertThat(outbound(ANY4, all(6, 400, 442))).isFalse();
        assertThat(outbound(all(6, 40000, 40000), all(6, 0, 65535))).isTrue();
    }

    @Test
    void aLaterFragmentFitsSelectorsOfAllPortsOnly() {
        p.fragmentOffset = 1480;
        p.sourcePort = 0;
        p.destinationPort = 0;

        assertThat(outbound(ANY4, all(6, 0, 65535))).isTrue();
        assertThat(outbound(ANY4, all(6, 443, 443))).isFalse();
        assertThat(outbound(ANY4, all(6, 0, 65534))).isFalse();
    }

    @Test
    void ofIcmpTypeAndCodeAreThePort() {
        p.protocol = IpProtocol.ICMP;
        p.sourcePort = 0x77;
        Memory.put16(p.transport, 0x0304);

        assertThat(outbound(all(1, 0x0304, 0x0304), all(1, 0x0300, 0x03ff))).isTrue();
        assertThat(outbound(all(1, 0x0800, 0x08ff), ANY4)).isFalse();
        assertThat(outbound(ANY4, all(1, 0x77, 0x77))).as("not the identifier").isFalse();
    }

    @Test
    void aProtocolWithoutPortsFitsSelectorsOfAllPortsOnly() {
        p.protocol = IpProtocol.GRE;

        assertThat(outbound(all(47, 0, 65535), ANY4)).isTrue();
        assertThat(outbound(all(47, 0, 10), ANY4)).isFalse();
    }

    @Test
    void oneOfSeveralIsEnough() {
        SelectorPair pair =
                new SelectorPair(
                        new SaParameters.Selectors(
                                List.of(ANY6, all(6, 1, 2), ANY4), List.of(ANY6, ANY4)));

        assertThat(pair.admitsOutbound(p)).isTrue();
        assertThat(pair(ANY6, ANY4).admitsOutbound(p)).isFalse();
    }

    private boolean outbound(TrafficSelector local, TrafficSelector remote) {
        return pair(local, remote).admitsOutbound(p);
    }

    private static SelectorPair pair(TrafficSelector local, TrafficSelector remote) {
        return new SelectorPair(new SaParameters.Selectors(List.of(local), List.of(remote)));
    }

    private static TrafficSelector all(int protocol, int fromPort, int toPort) {
        return selector("0.0.0.0", "255.255.255.255", protocol, fromPort, toPort);
    }
}
