package io.hnvgateway.app.bgp;

/// One thread that does things in their turn.
interface Turns extends AutoCloseable {
    void execute(Runnable task);

    void later(long delayNs, Runnable task);

    @Override
    void close();
}
