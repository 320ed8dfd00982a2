package io.hnvgateway.ipsec.esp;

import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.sa.RecordedEvents;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.TestSas;
import io.hnvgateway.ipsec.sa.WorkerCommands;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Ipv6Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.assertj.core.api.Assertions;

/// One frame, and two gateways in one: what the outbound SA seals, the inbound one opens.
final class EspWorld implements AutoCloseable {
    /// When packets arrive that are opened.
    long openedNs = 6_000_000_000L;

    static final int INNER_AT = FramePool.HEADROOM_BYTES + 56;

    final RecordedEvents events = new RecordedEvents();
    final SaDatabase database =
            new SaDatabase(1, EspCiphers.best(1), WorkerCommands.AT_ONCE, events);
    final EspEncapsulator encapsulator = new EspEncapsulator(new IpIdentifications(100, 50));
    final EspDecapsulator decapsulator = new EspDecapsulator();
    final Packet p = new Packet();
    final int spi;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment frame =
            arena.allocate(FramePool.FRAME_BYTES, FramePool.FRAME_BYTES);

    EspWorld() {
        Memory.register(frame);
        spi = database.allocateSpi(database.openTunnel("contoso"));
    }

    OutboundSa outbound(TestSas parameters) {
        return (OutboundSa) database.add(parameters.build());
    }

    InboundSa inbound(TestSas parameters) {
        return (InboundSa) database.add(parameters.build());
    }

    /// An IPv4 UDP packet from 10.0.0.5:1000 to 10.1.0.9:2000 as it lies in a frame from a VM.
    ///
    /// @param bytes whole packet
    Packet ipv4(int bytes, int trafficClass, boolean dontFragment) {
        long ip = begin(bytes);
        int flags = dontFragment ? Ipv4Header.DONT_FRAGMENT : 0;
        Ipv4Header.write(
                ip,
                bytes,
                0x1111 << 16 | flags,
                63 << 8 | IpProtocol.UDP,
                Ipv4Header.addresses(0x0a00_0005, 0x0a01_0009));
        Memory.put8(ip + 1, trafficClass);
        Ipv4Header.updateChecksum(ip, Ipv4Header.BYTES);
        udp(ip + Ipv4Header.BYTES, bytes - Ipv4Header.BYTES);
        parse(Ipv4Parser.parse(p, ip, ip + bytes));
        return p;
    }

    Packet ipv6(int bytes, int trafficClass) {
        long ip = begin(bytes);
        Ipv6Header.write(ip, bytes - Ipv6Header.BYTES, IpProtocol.UDP, 63);
        Memory.put32(ip, 6 << 28 | trafficClass << 20 | 0x54321);
        Ipv6Header.source(ip, 0xfd00_0000_0000_0000L, 5);
        Ipv6Header.destination(ip, 0xfd01_0000_0000_0000L, 9);
        udp(ip + Ipv6Header.BYTES, bytes - Ipv6Header.BYTES);
        parse(Ipv6Parser.parse(p, ip, ip + bytes));
        return p;
    }

    private long begin(int bytes) {
        frame.fill((byte) 0xee);
        long ip = frame.address() + INNER_AT;
        p.reset(0, ip, bytes, 5_000_000_000L);
        for (int i = 0; i < bytes; i++) {
            Memory.put8(ip + i, i * 7);
        }
        return ip;
    }

    private static void udp(long udp, int bytes) {
        Memory.put16(udp, 1000);
        Memory.put16(udp + 2, 2000);
        Memory.put16(udp + 4, bytes);
        Memory.put16(udp + 6, 0x4242);
    }

    private void parse(Verdict ip) {
        Assertions.assertThat(ip).isEqualTo(Verdict.CONTINUE);
        Assertions.assertThat(TransportParser.parse(p)).isEqualTo(Verdict.CONTINUE);
    }

    /// Uses up its sequence numbers.
    void outboundAtTheEnd(OutboundSa sa) {
        TestSas.skipTo(sa, OutboundSa.LAST_SEQUENCE);
    }

    /// Seals the packet, as if it had come over the wire then: parsed anew.
    void seal(OutboundSa sa) {
        Assertions.assertThat(encapsulator.encapsulate(p, sa)).isEqualTo(Verdict.CONTINUE);
        arrive();
    }

    /// Parses the outer packet at its address.
    void arrive() {
        long ip = p.ip;
        p.reset(0, ip, p.ipTotalBytes, openedNs);
        long end = ip + p.length;
        Verdict parsed =
                Ipv4Header.version(ip) == 4
                        ? Ipv4Parser.parse(p, ip, end)
                        : Ipv6Parser.parse(p, ip, end);
        Assertions.assertThat(parsed).as("%s", p.dropReason).isEqualTo(Verdict.CONTINUE);
    }

    Verdict open(InboundSa sa) {
        return decapsulator.decapsulate(p, sa, EspPackets.locate(p));
    }

    void assertDropped(InboundSa sa, DropReason reason) {
        p.dropReason = null;
        Assertions.assertThat(open(sa)).isEqualTo(Verdict.DROP);
        Assertions.assertThat(p.dropReason).isEqualTo(reason);
    }

    byte[] bytes(long address, int length) {
        return frame.asSlice(address - frame.address(), length).toArray(ValueLayout.JAVA_BYTE);
    }

    void put(long address, byte[] bytes) {
        MemorySegment.copy(
                bytes, 0, frame, ValueLayout.JAVA_BYTE, address - frame.address(), bytes.length);
    }

    /// Bytes of the packet as it is.
    byte[] packet() {
        return bytes(p.ip, p.ipTotalBytes);
    }

    @Override
    public void close() {
        database.close();
        Memory.unregister(frame);
        arena.close();
    }
}
