package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Packet;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;

/// After any rewrite, every checksum computed anew over the whole packet fits, and nothing but the
/// named fields has changed.
class RewriteTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ETHERNET = 14;

    private final ExecutorWorld world = new ExecutorWorld();
    private final FlowAction action = new FlowAction();

    @AfterProperty
    void close() {
        world.close();
    }

    @Property
    void keepsTcpValid(
            @ForAll @Size(max = 40) byte[] data,
            @ForAll int address,
            @ForAll @IntRange(max = 65535) int port,
            @ForAll boolean source) {
        checks(TestPackets.tcp(data), address, port, source);
    }

    @Property
    void keepsUdpValid(
            @ForAll @Size(max = 40) byte[] data,
            @ForAll int address,
            @ForAll @IntRange(max = 65535) int port,
            @ForAll boolean source) {
        checks(TestPackets.udp(data), address, port, source);
    }

    private void checks(byte[] frame, int address, int port, boolean source) {
        Packet p = world.receive(frame);
        rewrite(p, address, port, source);
        byte[] after = send(p);
        ByteBuffer ip = ByteBuffer.wrap(after, ETHERNET, after.length - ETHERNET).slice();
        assertThat(TestPackets.ipChecksumFits(ip)).isTrue();
        assertThat(TestPackets.transportChecksumFits(ip)).isTrue();
        assertThat(ip.getInt(source ? 12 : 16)).isEqualTo(address);
        assertThat(ip.getShort(source ? 20 : 22) & 0xffff).isEqualTo(port);
        assertThat(ip.get(8)).isEqualTo((byte) 63);
        assertThat(source ? p.source : p.destination).isEqualTo(address);
        assertThat(source ? p.sourcePort : p.destinationPort).isEqualTo(port);
    }

    private void rewrite(Packet p, int address, int port, boolean source) {
        action.clear();
        if (source) {
            action.rewriteSource(p.source, p.sourcePort, address, port);
        } else {
            action.rewriteDestination(p.destination, p.destinationPort, address, port);
        }
    }

    private byte[] send(Packet p) {
        action.egressAdjacency = world.router;
        world.executor.execute(p, action);
        return world.sent.frame;
    }

    @Property
    void keepsPingValid(
            @ForAll @Size(max = 40) byte[] data,
            @ForAll int address,
            @ForAll @IntRange(max = 65535) int identifier,
            @ForAll boolean source) {
        Packet p = world.receive(TestPackets.echo(data));
        action.clear();
        if (source) {
            action.rewriteSource(p.source, p.sourcePort, address, identifier);
        } else {
            action.rewriteDestination(p.destination, p.sourcePort, address, identifier);
        }
        byte[] after = send(p);
        ByteBuffer ip = ByteBuffer.wrap(after, ETHERNET, after.length - ETHERNET).slice();
        assertThat(TestPackets.ipChecksumFits(ip)).isTrue();
        assertThat(TestPackets.transportChecksumFits(ip)).isTrue();
        assertThat(ip.getShort(24) & 0xffff).isEqualTo(identifier);
    }

    /// RFC 768: no checksum stays none.
    @Property
    void leavesAUdpPacketWithoutChecksumWithoutOne(@ForAll int address) {
        byte[] frame = TestPackets.udp(new byte[] {1, 2, 3});
        frame[ETHERNET + 26] = 0;
        frame[ETHERNET + 27] = 0;
        Packet p = world.receive(frame);
        rewrite(p, address, 7, true);
        byte[] after = send(p);
        assertThat(after[ETHERNET + 26] | after[ETHERNET + 27]).isZero();
    }

    /// RFC 768: a checksum that comes out as zero is sent as 0xffff. The data makes it so.
    @Property
    void sendsAZeroUdpChecksumAsAllOnes(
            @ForAll int address, @ForAll @IntRange(max = 65535) int port) {
        byte[] frame = TestPackets.udpThatSumsToZero(address, port);
        Packet p = world.receive(frame);
        rewrite(p, address, port, true);
        byte[] after = send(p);
        ByteBuffer ip = ByteBuffer.wrap(after, ETHERNET, after.length - ETHERNET).slice();
        assertThat(ip.getShort(26) & 0xffff).isEqualTo(0xffff);
        assertThat(TestPackets.transportChecksumFits(ip)).isTrue();
    }

    @Property
    void changesTheAddressAloneInALaterFragment(
            @ForAll @Size(min = 8, max = 40) byte[] data, @ForAll int address) {
        byte[] frame = TestPackets.laterFragment(UDP, data);
        byte[] payload = data.clone();
        Packet p = world.receive(frame);
        assertThat(p.transport).isZero();
        rewrite(p, address, 9, true);
        byte[] after = send(p);
        ByteBuffer ip = ByteBuffer.wrap(after, ETHERNET, after.length - ETHERNET).slice();
        assertThat(TestPackets.ipChecksumFits(ip)).isTrue();
        for (int i = 0; i < payload.length; i++) {
            assertThat(ip.get(20 + i)).isEqualTo(payload[i]);
        }
    }

    @Property
    void changesTheAddressAloneOfAProtocolWithoutPorts(
            @ForAll @Size(min = 8, max = 40) byte[] data, @ForAll int address) {
        byte[] frame = TestPackets.ip(50, data, 0);
        Packet p = world.receive(frame);
        rewrite(p, address, 9, false);
        byte[] after = send(p);
        ByteBuffer ip = ByteBuffer.wrap(after, ETHERNET, after.length - ETHERNET).slice();
        assertThat(TestPackets.ipChecksumFits(ip)).isTrue();
        assertThat(ip.getInt(16)).isEqualTo(address);
        for (int i = 0; i < data.length; i++) {
            assertThat(ip.get(20 + i)).isEqualTo(data[i]);
        }
    }

    @Property
    void givesNewIdentificationsToWhatMayBeFragmentedLater(@ForAll boolean dontFragment) {
        byte[] frame = TestPackets.ip(UDP, TestPackets.udpPayload(), dontFragment ? 0x4000 : 0);
        Packet p = world.receive(frame);
        action.clear().flags = FlowAction.NEW_IDENTIFICATION;
        byte[] after = send(p);
        ByteBuffer ip = ByteBuffer.wrap(after, ETHERNET, after.length - ETHERNET).slice();
        assertThat(TestPackets.ipChecksumFits(ip)).isTrue();
        int identification = ip.getShort(4) & 0xffff;
        if (dontFragment) {
            assertThat(identification).isEqualTo(TestPackets.IDENTIFICATION);
        } else {
            assertThat(identification).isBetween(0x8000, 0x800f);
        }
    }

    @Property
    void keepsTheIdentificationOfFragments(@ForAll boolean first) {
        int flags = first ? 0x2000 : 5;
        byte[] frame = TestPackets.ip(UDP, TestPackets.udpPayload(), flags);
        Packet p = world.receive(frame);
        action.clear().flags = FlowAction.NEW_IDENTIFICATION;
        byte[] after = send(p);
        assertThat(after[ETHERNET + 4] << 8 | (after[ETHERNET + 5] & 0xff))
                .isEqualTo(TestPackets.IDENTIFICATION);
    }

    @Property
    void theFlowIdIsTheSameForAllFragmentsAndVariesWithPorts(
            @ForAll @IntRange(max = 65535) int sourcePort) {
        Packet p = new Packet();
        p.source = 0x0a000004;
        p.destination = 0xc6336401;
        p.protocol = TCP;
        p.sourcePort = sourcePort;
        p.destinationPort = 443;
        int whole = NvgreEncapsulation.flowId(p);
        p.sourcePort = sourcePort ^ 1;
        assertThat(NvgreEncapsulation.flowId(p)).isNotEqualTo(whole).isBetween(0, 255);
        p.moreFragments = true;
        int first = NvgreEncapsulation.flowId(p);
        p.sourcePort = 0;
        p.destinationPort = 0;
        p.moreFragments = false;
        p.fragmentOffset = 1480;
        assertThat(NvgreEncapsulation.flowId(p)).isEqualTo(first);
        assertThat(TestPackets.naiveFlowId(0x0a000004, 0xc6336401, ICMP))
                .isEqualTo(flowIdWithoutPorts());
    }

    private static int flowIdWithoutPorts() {
        Packet p = new Packet();
        p.source = 0x0a000004;
        p.destination = 0xc6336401;
        p.protocol = ICMP;
        return NvgreEncapsulation.flowId(p);
    }
}
