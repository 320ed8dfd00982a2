package io.hnvgateway.provider.spi;

/// Events that are being told.
public interface EventSubscription extends AutoCloseable {

    /// No more events; waits until the listener has returned, unless it is the one that calls.
    @Override
    void close();
}
