package io.hnvgateway.app.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Closes a client's channel when it has been idle for too long; a blocked read or write then ends.
final class ClientWatch implements Closeable {
    private final SocketChannel client;
    private final long limitNs;
    private final Thread thread;
    private volatile long deadlineNs;
    private volatile boolean paused;

    ClientWatch(SocketChannel client, Duration limit) {
        this.client = client;
        this.limitNs = limit.toNanos();
        this.deadlineNs = System.nanoTime() + limitNs;
        this.thread = Thread.ofVirtual().name("control-watch").start(this::watch);
    }

    /// The client did something.
    void progress() {
        deadlineNs = System.nanoTime() + limitNs;
        paused = false;
    }

    /// The gateway works on a request: the client waits for us.
    void pause() {
        paused = true;
    }

    private void watch() {
        try {
            long leftNs = limitNs;
            while (leftNs > 0) {
                Thread.sleep(Duration.ofNanos(leftNs));
                leftNs = paused ? limitNs : deadlineNs - System.nanoTime();
            }
            client.close();
        } catch (InterruptedException | IOException e) {
            // Interrupted: the client left by itself. A channel that does not close has nobody left
            // to tell.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
