package io.hnvgateway.bgp.bfd;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// One end of a session, its clock turned by the test; it begins shortly before the number wraps.
final class BfdEnd implements AutoCloseable {
    static final long START_NS = Long.MAX_VALUE - 3_000_000_000L;
    static final long MS = 1_000_000L;
    static final IpAddress A = IpAddress.parse("10.0.0.1");
    static final IpAddress B = IpAddress.parse("10.0.0.2");
    static final int COMPARTMENT = 7;

    /// What was sent, and when.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sent(long atNs, byte[] bytes) {
        boolean has(int flag) {
            return (bytes[1] & flag) != 0;
        }

        BfdState state() {
            return BfdState.of((bytes[1] & 255) >>> 6);
        }

        int word(int offset) {
            return java.nio.ByteBuffer.wrap(bytes).getInt(offset);
        }
    }

    final List<Sent> sent = new ArrayList<>();
    final List<BfdState> changes = new ArrayList<>();
    final BfdSessions sessions;
    final BfdSession session;
    final BfdArrival arrival = new BfdArrival();
    long nowNs = START_NS;
    long nextNs = START_NS;
    private final Arena arena = Arena.ofConfined();

    BfdEnd(BfdSettings settings) {
        this(settings, A, B, 1);
    }

    BfdEnd(BfdSettings settings, IpAddress local, IpAddress peer, long seed) {
        sessions =
                new BfdSessions(
                        BfdLimits.DEFAULT,
                        new Random(seed),
                        (each, _) -> changes.add(each.state()),
                        this::transmit);
        session = sessions.add(new BfdKey(COMPARTMENT, peer, local), settings, nowNs);
        from(COMPARTMENT, peer, local);
    }

    void from(int compartment, IpAddress peer, IpAddress local) {
        arrival.compartment = compartment;
        arrival.peerHigh = peer.high();
        arrival.peerLow = peer.low();
        arrival.localHigh = local.high();
        arrival.localLow = local.low();
    }

    private void transmit(BfdSession from, boolean answersPoll) {
        MemorySegment payload = exact(BfdHeader.BYTES);
        from.write(payload.address(), answersPoll);
        sent.add(new Sent(nowNs, payload.toArray(ValueLayout.JAVA_BYTE)));
        Memory.unregister(payload);
    }

    private MemorySegment exact(int bytes) {
        MemorySegment segment = arena.allocate(Math.max(bytes, 1), 1);
        Memory.register(segment.asSlice(0, bytes));
        return segment;
    }

    /// Of the peer that knows our discriminator.
    PeerPacket packet() {
        return new PeerPacket(session.discriminator());
    }

    @Nullable BfdDrop hear(PeerPacket packet) {
        arrival.ttl = packet.ttl;
        return hear(packet.bytes, packet.length);
    }

    @Nullable BfdDrop hear(byte[] bytes, int length) {
        MemorySegment payload = exact(length);
        MemorySegment.copy(bytes, 0, payload, ValueLayout.JAVA_BYTE, 0, length);
        arrival.payload = payload.address();
        arrival.payloadBytes = length;
        BfdDrop drop = sessions.receive(arrival, nowNs);
        Memory.unregister(payload);
        work();
        return drop;
    }

    void work() {
        nextNs = sessions.doWork(nowNs);
    }

    /// Turns the clock, with work at each time that was asked for.
    void pass(long ns) {
        long endNs = nowNs + ns;
        work();
        while (nextNs - endNs <= 0) {
            nowNs = nextNs;
            work();
        }
        nowNs = endNs;
    }

    /// As long as `ns`, with a packet of the peer every `everyNs`.
    void passHearing(long ns, long everyNs, PeerPacket packet) {
        for (long i = 0; i < ns / everyNs; i++) {
            pass(everyNs);
            hear(packet);
        }
    }

    void bringTo(BfdState state) {
        switch (state) {
            case DOWN -> work();
            case INIT -> hear(packet().state(BfdState.DOWN));
            case UP -> {
                hear(packet().state(BfdState.INIT));
                pass(20 * MS);
                hear(packet().flag(BfdHeader.FINAL));
                passHearing(300 * MS, 50 * MS, packet());
            }
            case ADMIN_DOWN -> sessions.disable(session, nowNs);
        }
        changes.clear();
    }

    List<Sent> take() {
        List<Sent> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    @Override
    public void close() {
        arena.close();
    }
}
