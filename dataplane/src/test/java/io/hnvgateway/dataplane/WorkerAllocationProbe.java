package io.hnvgateway.dataplane;

import com.sun.management.ThreadMXBean;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.worker.Worker;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FrameHandler;
import io.hnvgateway.packet.Port;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/// A program that measures what a worker allocates while it echoes frames. A process of its own,
/// for the checks of memory accesses that tests run with do allocate.
final class WorkerAllocationProbe {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BURST = 1000;
    private static final int RUNS = 60;
    private static final byte[] NVGRE =
            Frames.ethernet(
                    Frames.TO_DEVICE,
                    "0800",
                    Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, Frames.nvgre(5001)));

    /// Sends each frame back where it came from.
    private static final class Echo implements FrameHandler {
        final AtomicLong echoed = new AtomicLong();

        @Override
        public void onBatch(Port port, FrameBatch batch, long nowNs) {
            for (int i = 0; i < batch.size(); i++) {
                port.transmit(batch.address(i), batch.length(i));
                echoed.setRelease(echoed.getPlain() + 1);
            }
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }
    }

    /// Prints the least number of bytes that the worker allocated for one burst.
    public static void main(String[] arguments) throws Exception {
        Echo echo = new Echo();
        try (var fixture =
                        new DataPathFixture(DataPathMode.valueOf(arguments[0]), PortRole.BACK_END);
                Worker worker =
                        new Worker("w", fixture.path.ports(), echo, Throwable::printStackTrace)
                                .start()) {
            long least = Long.MAX_VALUE;
            for (int run = 0; run < RUNS && least > 0; run++) {
                least = Math.min(least, allocatedByBurst(fixture, worker, echo));
            }
            System.out.println("allocated=" + least);
        }
    }

    private static long allocatedByBurst(DataPathFixture fixture, Worker worker, Echo echo)
            throws Exception {
        long before = allocatedBy(worker);
        long echoed = echo.echoed.get();
        fixture.peer.sendRepeatedly(BURST, NVGRE);
        while (echo.echoed.getAcquire() < echoed + BURST) {
            Thread.sleep(1);
        }
        return allocatedBy(worker) - before;
    }

    private static long allocatedBy(Worker worker) throws Exception {
        AtomicLong bytes = new AtomicLong(-1);
        worker.send(() -> bytes.set(THREADS.getCurrentThreadAllocatedBytes()));
        while (bytes.get() < 0) {
            Thread.sleep(1);
        }
        return bytes.get();
    }
}
