package io.hnvgateway.packet.flow;

import com.sun.management.ThreadMXBean;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.lang.management.ManagementFactory;

/// Prints the least number of bytes that a round of packets allocated; a program of its own because
/// checked memory, in which tests run, allocates at each access.
final class AllocationProbe {
    private static final int ROUNDS = 30;
    private static final int PACKETS = 20_000;

    private AllocationProbe() {}

    static void main() {
        try (ExecutorWorld world = new ExecutorWorld();
                ExecutorWorld world6 = new ExecutorWorld()) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            Path path = new Path(world, world6);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                path.run(i);
                long after = threads.getCurrentThreadAllocatedBytes();
                least = Math.min(least, after - before);
            }
            System.out.println(path.forwarded + " forwarded, " + least + " bytes");
        }
    }

    /// Find, check, execute in both directions, and an insert and removal now and then.
    private static final class Path {
        private final NativeMemory memory = new NativeMemory();
        private final FlowTables table =
                new FlowTables(memory.table(false, 1 << 12, 7), memory.table(true, 1 << 10, 7));
        private final FlowKey key = new FlowKey();
        private final FlowAction found = new FlowAction();
        private final FlowExecutor executor;
        private final FlowAction out;
        private final FlowAction in;
        private final Packet outbound;
        private final long ip;
        private final Packet inbound6;
        private final long ip6;
        private int forwarded;

        Path(ExecutorWorld world, ExecutorWorld world6) {
            FrameTransmitter sink = (port, address, length) -> true;
            executor =
                    new FlowExecutor(
                            world.adjacencies,
                            sink,
                            world.held,
                            world.generations,
                            new IpIdentifications(0, 65536));
            out = world.outbound(40000, 50000);
            in = world.inbound(50001, 40001);
            in.flags = FlowAction.NEW_IDENTIFICATION;
            outbound = world.receive(GoldenFrames.IN_TCP);
            ip = outbound.ip;
            table.insert(key.set(outbound), out, 0);
            table.insert(key.set(0, 1, 2, 3, 17), in, 0);
            inbound6 = world6.receive(GoldenFrames.IN6_TCP);
            ip6 = inbound6.ip;
            FlowAction in6 = world.plain(world.frontEnd, world.vm6Egress);
            in6.rewriteDestination(1, 2);
            table.insert(key.set(inbound6), in6, 0);
        }

        void run(int round) {
            for (int i = 0; i < PACKETS; i++) {
                packet();
                packet6();
                if ((i & 15) == 0) {
                    churn((long) round * PACKETS + i);
                }
            }
        }

        private void packet() {
            reset();
            long entry = table.find(key.set(outbound), found);
            if (entry != 0 && executor.admits(outbound, found)) {
                table.touch(entry, 1);
                forwarded += executor.execute(outbound, found) == Verdict.FORWARD ? 1 : 0;
            }
            reset();
            outbound.overlay = false;
            if (table.find(key.set(0, 1, 2, 3, 17), found) != 0
                    && executor.admits(outbound, found)) {
                forwarded += executor.execute(outbound, found) == Verdict.FORWARD ? 1 : 0;
            }
        }

        private void packet6() {
            inbound6.ip = ip6;
            inbound6.ttl = 64;
            inbound6.ipv6DestinationHigh = 0xfd00L << 48;
            inbound6.ipv6DestinationLow = 4;
            long entry = table.find(key.set(inbound6), found);
            if (entry != 0 && executor.admits(inbound6, found)) {
                table.touch(entry, 1);
                forwarded += executor.execute(inbound6, found) == Verdict.FORWARD ? 1 : 0;
            }
        }

        private void reset() {
            outbound.overlay = true;
            outbound.ip = ip;
            outbound.source = ExecutorWorld.VM_ADDRESS;
            outbound.destination = 0xc6336401;
            outbound.sourcePort = 40000;
            outbound.destinationPort = 443;
            outbound.ttl = 64;
            outbound.dontFragment = false;
            outbound.address = FramePool.frameOf(ip) + FramePool.HEADROOM_BYTES;
        }

        private void churn(long n) {
            churn(key.set(9, (int) n, 2, 3, 17), n);
            churn(key.setIpv6(9, 3, 17).source(1, n).destination(2, 3), n);
        }

        private void churn(FlowKey key, long n) {
            long entry = table.insert(key, out, n << 30);
            if (entry != 0) {
                table.remove(entry, n << 30);
                table.of(entry).reclaim((int) n, (n + 2) << 30);
            }
        }
    }
}
