package io.hnvgateway.nat;

import static io.hnvgateway.nat.NatLab.*;

import com.sun.management.ThreadMXBean;
import io.hnvgateway.packet.Packet;
import java.lang.management.ManagementFactory;

/// Prints the bytes of heap that one packet costs, the least of several runs: `known N` for packets
/// of known sessions, `new N` for packets that make one.
final class AllocationProbe {
    private static final int PACKETS = 2000;
    private static final int RUNS = 20;

    private final NatLab lab = new NatLab(1, new NatCapacity(1 << 16, 1 << 16));
    private final Packet outbound = new Frames().udp(X, 5, E1, 53);
    private final Packet inbound;
    private int nextPort;

    private AllocationProbe() {
        int port = lab.out(new Frames().udp(X, 5, E1, 53)).port();
        inbound = new Frames().udp(E1, 53, P, port);
        outbound.compartment = CONTOSO;
    }

    public static void main(String[] args) {
        var probe = new AllocationProbe();
        System.out.println("known " + least(probe::known));
        System.out.println("new " + least(probe::fresh));
    }

    private static long least(Runnable run) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least / PACKETS;
    }

    private void known() {
        for (int i = 0; i < PACKETS; i++) {
            lab.stage.stages[0].owners().outbound(outbound);
            lab.stage.stages[0].outbound(outbound, lab.action, lab.nowNs);
            lab.stage.stages[0].owners().inbound(inbound);
            lab.stage.stages[0].inbound(inbound, lab.action, lab.nowNs);
            inbound.compartment = 0;
        }
    }

    private void fresh() {
        for (int i = 0; i < PACKETS; i++) {
            outbound.sourcePort = 1000 + nextPort++;
            lab.stage.stages[0].outbound(outbound, lab.action, lab.nowNs);
        }
        if (lab.stage.sessions() < PACKETS) {
            throw new IllegalStateException("no sessions were made: " + lab.stage.sessions());
        }
        lab.pass(seconds(302));
        for (int i = 0; i < PACKETS; i++) {
            lab.pass(1 << 20);
            lab.stage.stages[0].doWork(lab.nowNs);
        }
        lab.pass(seconds(122));
    }
}
