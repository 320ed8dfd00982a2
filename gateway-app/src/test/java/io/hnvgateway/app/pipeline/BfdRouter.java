package io.hnvgateway.app.pipeline;

import io.hnvgateway.bgp.bfd.BfdArrival;
import io.hnvgateway.bgp.bfd.BfdDrop;
import io.hnvgateway.bgp.bfd.BfdHeader;
import io.hnvgateway.bgp.bfd.BfdKey;
import io.hnvgateway.bgp.bfd.BfdLimits;
import io.hnvgateway.bgp.bfd.BfdSession;
import io.hnvgateway.bgp.bfd.BfdSessions;
import io.hnvgateway.bgp.bfd.BfdSettings;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A tenant's router that speaks BFD over IPv4: the protocol's own sessions behind a UDP header of
/// the test's making.
final class BfdRouter {
    private static final int SOURCE_PORT = 50_001;
    private static final int UDP = 17;

    private final IpAddress address;
    private final IpAddress gateway;
    private final boolean multihop;
    private final BfdSessions sessions;
    private final MemorySegment memory = Arena.ofAuto().allocate(2048);
    private final List<byte[]> sent = new ArrayList<>();
    final BfdSession session;

    BfdRouter(String address, String gateway, boolean multihop, long nowNs) {
        this.address = IpAddress.parse(address);
        this.gateway = IpAddress.parse(gateway);
        this.multihop = multihop;
        Memory.register(memory);
        sessions = new BfdSessions(BfdLimits.DEFAULT, new Random(1), (_, _) -> {}, this::transmit);
        session =
                sessions.add(
                        new BfdKey(0, this.gateway, this.address, multihop),
                        BfdSettings.DEFAULT,
                        nowNs);
    }

    private void transmit(BfdSession from, boolean answersPoll) {
        from.write(memory.address(), answersPoll);
        sent.add(packet(memory.asSlice(0, BfdHeader.BYTES).toArray(ValueLayout.JAVA_BYTE)));
    }

    /// A packet to the gateway with any payload, without a checksum.
    byte[] packet(byte[] payload) {
        ByteBuffer udp = ByteBuffer.allocate(8 + payload.length);
        udp.putShort((short) SOURCE_PORT).putShort((short) BfdPackets.port(multihop));
        udp.putShort((short) udp.capacity()).putShort((short) 0).put(payload);
        return TunnelPackets.withTtl(
                TunnelPackets.ipv4(
                        address.toString(), gateway.toString(), UDP, 0x4000, udp.array()),
                BfdHeader.TTL);
    }

    /// What it has to say now.
    List<byte[]> say(long nowNs) {
        sessions.doWork(nowNs);
        List<byte[]> said = List.copyOf(sent);
        sent.clear();
        return said;
    }

    /// Hears an IPv4 packet without options.
    @Nullable BfdDrop hear(byte[] packet, long nowNs) {
        int udp = 20;
        int bytes = TunnelPackets.u16(packet, udp + 4) - 8;
        MemorySegment.copy(packet, udp + 8, memory, ValueLayout.JAVA_BYTE, 0, bytes);
        BfdArrival arrival = new BfdArrival();
        arrival.peerHigh = gateway.high();
        arrival.peerLow = gateway.low();
        arrival.localHigh = address.high();
        arrival.localLow = address.low();
        arrival.multihop = TunnelPackets.u16(packet, udp + 2) == BfdHeader.MULTIHOP_PORT;
        arrival.ttl = packet[8] & 255;
        arrival.payload = memory.address();
        arrival.payloadBytes = bytes;
        return sessions.receive(arrival, nowNs);
    }

    void disable(long nowNs) {
        sessions.disable(session, nowNs);
    }
}
