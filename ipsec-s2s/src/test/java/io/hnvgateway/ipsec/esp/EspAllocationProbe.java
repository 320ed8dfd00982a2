package io.hnvgateway.ipsec.esp;

import com.sun.management.ThreadMXBean;
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
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;

/// Prints the least number of bytes that a round of packets through a tunnel and back allocated; a
/// program of its own because checked memory, in which tests run, allocates at each access.
final class EspAllocationProbe {
    private static final int ROUNDS = 20;
    private static final int PACKETS = 20_000;
    private static final int BYTES = 120;

    private EspAllocationProbe() {}

    static void main() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (EspTransform transform : EspTransform.values()) {
            Path path = new Path(transform);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                path.run();
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            System.out.println(transform + " " + path.passed + " " + path.refused + " " + least);
        }
    }

    /// Seal, open, and open a replayed one.
    private static final class Path {
        private final SaDatabase database =
                new SaDatabase(1, EspCiphers.best(1), WorkerCommands.AT_ONCE, SaEvents.NONE);
        private final EspEncapsulator encapsulator =
                new EspEncapsulator(new IpIdentifications(0, 100));
        private final EspDecapsulator decapsulator = new EspDecapsulator();
        private final Packet p = new Packet();
        private final long ip =
                Arena.global().allocate(FramePool.FRAME_BYTES, FramePool.FRAME_BYTES).address()
                        + FramePool.HEADROOM_BYTES
                        + 56;
        private final Tunnel tunnel = database.openTunnel("contoso");
        private int passed;
        private int refused;

        Path(EspTransform transform) {
            int spi = database.allocateSpi(tunnel);
            database.add(TestSas.outbound(spi).transform(transform).extended().build());
            database.add(TestSas.inbound(spi).transform(transform).extended().build());
            Ipv4Header.write(ip, BYTES, 0, 64 << 8 | IpProtocol.UDP, 0x0a00_0001_0a00_0002L);
            Memory.put32(ip + 20, 7 << 16 | 7);
            Memory.put32(ip + 24, (BYTES - 20) << 16);
        }

        void run() {
            for (int i = 0; i < PACKETS; i++) {
                p.reset(0, ip, BYTES, i);
                Ipv4Parser.parse(p, ip, ip + BYTES);
                TransportParser.parse(p);
                OutboundSa sa = tunnel.select(p);
                if (sa == null || encapsulator.encapsulate(p, sa) != Verdict.CONTINUE) {
                    throw new IllegalStateException("not sealed: " + p.dropReason);
                }
                long outer = p.ip;
                int outerBytes = p.ipTotalBytes;
                passed += open(outer, outerBytes) == Verdict.CONTINUE ? 1 : 0;
                refused += open(outer, outerBytes) == Verdict.DROP ? 1 : 0;
            }
        }

        private Verdict open(long outer, int bytes) {
            p.reset(0, outer, bytes, 1);
            Ipv4Parser.parse(p, outer, outer + bytes);
            long esp = EspPackets.locate(p);
            InboundSa sa = database.find(EspHeader.spi(esp));
            return sa == null ? Verdict.PASS : decapsulator.decapsulate(p, sa, esp);
        }
    }
}
