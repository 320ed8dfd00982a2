package io.hnvgateway.bgp.bridge;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/// The one thread that owns the bridge's state. A fault in a task ends the program: ExaBGP starts
/// it again, and everything is said once more.
final class BridgeThread extends ScheduledThreadPoolExecutor {
    private final Runnable onFault;

    BridgeThread(Runnable onFault) {
        super(1, Thread.ofPlatform().name("bridge").factory());
        this.onFault = onFault;
        setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        Throwable fault = thrown;
        if (fault == null && task instanceof Future<?> future && future.isDone()) {
            fault = faultOf(future);
        }
        if (fault != null) {
            BridgeLog.error("a fault of the bridge itself: " + fault);
            fault.printStackTrace();
            onFault.run();
        }
    }

    private static @Nullable Throwable faultOf(Future<?> future) {
        try {
            future.get();
            return null;
        } catch (CancellationException e) {
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
