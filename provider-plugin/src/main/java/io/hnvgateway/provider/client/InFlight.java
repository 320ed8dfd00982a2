package io.hnvgateway.provider.client;

import io.hnvgateway.provider.spi.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Does the same to many, some of them at a time, each on a virtual thread.
///
/// @param most at a time
record InFlight<T>(int most) {
    /// The gateway makes one change after the other; while it makes one, others are on their way
    /// and are read.
    static final int USUAL = 4;

    /// Returns when all are done; after a failure no more are begun, and the first is thrown.
    void each(List<T> items, Consumer<T> task) {
        if (items.size() == 1) {
            task.accept(items.getFirst());
            return;
        }
        Semaphore room = new Semaphore(most);
        List<Future<?>> begun = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (T item : items) {
                    room.acquire();
                    if (begun.stream().anyMatch(InFlight::failed)) {
                        break;
                    }
                    begun.add(
                            threads.submit(() -> {
                                try {
                                    task.accept(item);
                                } finally {
                                    room.release();
                                }
                            }));
                }
                for (Future<?> future : begun) {
                    future.get();
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new GatewayException.Cancelled("interrupted", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            }
        }
    }

    private static boolean failed(Future<?> future) {
        return future.state() == Future.State.FAILED;
    }
}
