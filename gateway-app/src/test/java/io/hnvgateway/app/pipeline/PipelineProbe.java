package io.hnvgateway.app.pipeline;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Runs a whole pipeline in memory and prints what a packet allocates and costs. A program of its
/// own because checked memory, in which tests run, allocates at each access. Arguments: tenants,
/// flows (a power of two).
final class PipelineProbe {
    static final int PACKETS = 64_000;

    /// Parts in which sessions are opened.
    static final int CHUNKS = 16;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private PipelineProbe() {}

    /// One kind of work and the least that a round of it took.
    private static final class Meter {
        private final String name;
        private final int packets;
        private final Runnable work;
        private long leastBytes = Long.MAX_VALUE;
        private long leastNs = Long.MAX_VALUE;

        Meter(String name, int packets, Runnable work) {
            this.name = name;
            this.packets = packets;
            this.work = work;
        }

        void round() {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long ns = THREADS.getCurrentThreadCpuTime();
            work.run();
            leastNs = Math.min(leastNs, THREADS.getCurrentThreadCpuTime() - ns);
            leastBytes = Math.min(leastBytes, THREADS.getCurrentThreadAllocatedBytes() - bytes);
        }

        void print() {
            System.out.printf(
                    "%s: %d bytes, %.0f ns%n", name, leastBytes, (double) leastNs / packets);
        }
    }

    private static void speakBgp(PipelineWorld world, int rounds) {
        PuntTraffic traffic = new PuntTraffic(world);
        Meter up = new Meter("to-speakers", PACKETS, () -> traffic.toSpeakers(PACKETS));
        Meter down = new Meter("from-speakers", PACKETS, () -> traffic.fromSpeakers(PACKETS));
        long before = world.back.sent;
        for (int i = 0; i < rounds; i++) {
            up.round();
            down.round();
        }
        up.print();
        down.print();
        System.out.printf(
                "bgp: %d up, %d down%n", traffic.sentToSpeakers(), world.back.sent - before);
    }

    static void main(String[] arguments) {
        int tenants = Integer.parseInt(arguments[0]);
        int flows = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        try (PipelineWorld world = new PipelineWorld(tenants, flows)) {
            PipelineTraffic traffic = new PipelineTraffic(world, tenants, flows);
            Meter sessions = new Meter("sessions", flows / CHUNKS, traffic::openSome);
            for (int i = 0; i < CHUNKS; i++) {
                sessions.round();
            }
            sessions.print();
            Meter[] meters = {
                new Meter("outbound", PACKETS, () -> traffic.runOutbound(PACKETS)),
                new Meter("inbound", PACKETS, () -> traffic.runInbound(PACKETS)),
                new Meter("making", PACKETS, () -> traffic.runNothing(PACKETS))
            };
            for (int i = 0; i < rounds; i++) {
                for (Meter meter : meters) {
                    meter.round();
                }
            }
            for (Meter meter : meters) {
                meter.print();
            }
            System.out.printf(
                    "sent: %d out, %d in, entries: %d%n",
                    world.front.sent, world.back.sent, world.core.flows().live());
            Meter batches = new Meter("batches", PipelineTraffic.BATCH, traffic::openBatch);
            for (int i = 0; i < CHUNKS; i++) {
                batches.round();
            }
            batches.print();
            System.out.printf("foreseen: %d%n", world.core.pipeline().foreseen());
            speakBgp(world, rounds);
        }
    }
}
