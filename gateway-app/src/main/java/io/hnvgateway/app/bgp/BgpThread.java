package io.hnvgateway.app.bgp;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread of BGP's: `bgp` decides, `bgp-files` writes down.
final class BgpThread implements Turns {
    private static final Logger LOG = LoggerFactory.getLogger(BgpThread.class);
    private static final long STOP_SECONDS = 5;

    private final ScheduledThreadPoolExecutor thread;

    BgpThread(String name) {
        thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        later(0, task);
    }

    @Override
    public void later(long delayNs, Runnable task) {
        try {
            var _ = thread.schedule(() -> guarded(task), delayNs, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            LOG.debug("event=task-after-stop");
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | OutOfMemoryError fault) {
            LOG.error("event=bgp-fault", fault);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("event=bgp-slow-to-stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
