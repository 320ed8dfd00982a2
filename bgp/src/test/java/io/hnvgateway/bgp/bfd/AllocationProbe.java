package io.hnvgateway.bgp.bfd;

import com.sun.management.ThreadMXBean;
import io.hnvgateway.packet.IpAddress;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.Random;

/// Prints the bytes of heap that a round costs, the least of several runs: 64 sessions, each of
/// which takes a packet, a poll and a stranger's, changes its state now and then, and sends.
final class AllocationProbe {
    private static final int ROUNDS = 200;
    private static final int RUNS = 20;
    private static final int SESSIONS = 64;

    private final long payload = Arena.global().allocate(BfdHeader.BYTES, 8).address();
    private final long outgoing = Arena.global().allocate(BfdHeader.BYTES, 8).address();
    private final BfdSession[] known = new BfdSession[SESSIONS];
    private final BfdArrival arrival = new BfdArrival();
    private final BfdSessions sessions;
    private long nowNs;
    private int changes;
    private int sent;

    private AllocationProbe() {
        sessions =
                new BfdSessions(
                        BfdLimits.DEFAULT,
                        new Random(1),
                        (_, _) -> changes++,
                        (session, answersPoll) -> {
                            sent++;
                            session.write(outgoing, answersPoll);
                        });
        IpAddress local = IpAddress.parse("fd00::1");
        for (int i = 0; i < SESSIONS; i++) {
            var key = new BfdKey(1, new IpAddress(0xfd00L << 48, 2 + i), local);
            known[i] = sessions.add(key, BfdSettings.DEFAULT, nowNs);
        }
        arrival.compartment = 1;
        arrival.peerHigh = local.high();
        arrival.localHigh = local.high();
        arrival.localLow = local.low();
        arrival.ttl = BfdHeader.TTL;
        arrival.payload = payload;
        arrival.payloadBytes = BfdHeader.BYTES;
    }

    public static void main(String[] args) {
        var probe = new AllocationProbe();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            probe.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        System.out.println(least / ROUNDS + " bytes");
        System.out.println("busy " + (probe.changes > 1000 && probe.sent > 10_000));
    }

    private void run() {
        for (int round = 0; round < ROUNDS; round++) {
            nowNs += 100_000_000L;
            for (BfdSession session : known) {
                arrival.peerLow = session.key().peer().low();
                BfdState state = round % 50 == 0 ? BfdState.DOWN : BfdState.INIT;
                hear(session.discriminator(), state, round % 8 == 0 ? BfdHeader.POLL : 0);
                hear(0, BfdState.UP, 0);
                hear(session.discriminator() ^ 1, state, 0);
            }
            arrival.peerLow = 99_999;
            hear(0, BfdState.DOWN, 0);
            sessions.doWork(nowNs);
        }
    }

    private void hear(int discriminator, BfdState state, int flags) {
        BfdHeader.writeFirst(payload, BfdDiagnostic.NONE, state, flags, 3);
        BfdHeader.writeDiscriminators(payload, 1, discriminator);
        BfdHeader.writeIntervals(payload, 100_000, 100_000);
        sessions.receive(arrival, nowNs);
    }
}
