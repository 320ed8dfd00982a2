package io.hnvgateway.ipsec.esp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.SaEvents;
import io.hnvgateway.ipsec.sa.TestSas;
import io.hnvgateway.ipsec.sa.Tunnel;
import io.hnvgateway.ipsec.sa.WorkerCommands;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// Any bytes as an ESP packet, from strangers and, sealed, from an authentic peer: nothing outside
/// of them is read or written. The bytes lie in a region of exactly their length.
class EspFuzzTest {
    private static final int OUTER_BYTES = 20;
    private static final int HEAD_BYTES = 16;
    private static final int ICV_BYTES = 16;
    private static final SaDatabase DATABASE =
            new SaDatabase(1, EspCiphers.best(1), WorkerCommands.AT_ONCE, SaEvents.NONE);
    private static final Tunnel TUNNEL = DATABASE.openTunnel("contoso");
    private static final InboundSa GCM = inbound(EspTransform.AES_GCM_128);
    private static final InboundSa CBC = inbound(EspTransform.AES_CBC_128_SHA256);
    private static final OutboundSa PEER =
            (OutboundSa) DATABASE.add(TestSas.outbound(GCM.spi).build());

    private final EspDecapsulator decapsulator = new EspDecapsulator();

    private static InboundSa inbound(EspTransform transform) {
        int spi = DATABASE.allocateSpi(TUNNEL);
        return (InboundSa)
                DATABASE.add(TestSas.inbound(spi).transform(transform).window(0).build());
    }

    @FuzzTest
    void strangersSendAnything(byte[] data) {
        for (int protocol : new int[] {IpProtocol.ESP, IpProtocol.UDP}) {
            try (Exact bytes = new Exact(data, 0)) {
                Packet p = bytes.packet(protocol);
                long esp = EspPackets.locate(p);
                if (esp > EspPackets.IKE) {
                    refused(decapsulator.decapsulate(p, GCM, esp));
                    p = bytes.packet(protocol);
                    refused(decapsulator.decapsulate(p, CBC, esp));
                }
            }
        }
    }

    private static void refused(Verdict verdict) {
        if (verdict != Verdict.DROP) {
            throw new AssertionError("taken without a key: " + verdict);
        }
    }

    /// The text, with its trailer, is what the fuzzer makes.
    @FuzzTest
    void aPeerSealsAnything(byte[] text) {
        int textBytes = text.length & -4;
        if (textBytes < 4) {
            return;
        }
        int bytes = HEAD_BYTES + textBytes + ICV_BYTES;
        byte[] packet = new byte[bytes];
        System.arraycopy(text, 0, packet, HEAD_BYTES, textBytes);
        try (Exact exact = new Exact(packet, 0)) {
            Packet p = exact.packet(IpProtocol.ESP);
            long esp = p.ip + OUTER_BYTES;
            EspHeader.write(esp, GCM.spi, 1);
            PEER.cipher.seal(esp, textBytes, 1);
            Verdict verdict = decapsulator.decapsulate(p, GCM, esp);
            if (verdict == Verdict.DROP) {
                Objects.requireNonNull(p.dropReason);
            } else if (verdict == Verdict.CONTINUE) {
                within(p, exact);
            }
        }
    }

    private static void within(Packet p, Exact exact) {
        if (p.end() > exact.end() || p.length != p.ipTotalBytes) {
            throw new AssertionError("the inner packet leaves the outer one");
        }
    }

    /// An outer IPv4 header and the bytes, and nothing behind.
    private static final class Exact implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();
        private final MemorySegment segment;

        Exact(byte[] payload, int trafficClass) {
            segment = arena.allocate(OUTER_BYTES + payload.length, 1);
            MemorySegment.copy(
                    payload, 0, segment, ValueLayout.JAVA_BYTE, OUTER_BYTES, payload.length);
            Memory.register(segment);
            Memory.put8(segment.address() + 1, trafficClass);
        }

        Packet packet(int protocol) {
            Packet p = new Packet();
            p.reset(0, segment.address(), (int) segment.byteSize(), 1);
            p.ip = segment.address();
            p.ipHeaderBytes = OUTER_BYTES;
            p.ipTotalBytes = (int) segment.byteSize();
            p.protocol = protocol;
            return p;
        }

        long end() {
            return segment.address() + segment.byteSize();
        }

        @Override
        public void close() {
            Memory.unregister(segment);
            arena.close();
        }
    }
}
