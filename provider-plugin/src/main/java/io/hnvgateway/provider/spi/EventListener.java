package io.hnvgateway.provider.spi;

/// Takes what happens at a gateway. Called by one thread, in order; while it works, the next ones
/// wait at the gateway, which keeps a few thousand. What it throws ends the subscription.
@FunctionalInterface
public interface EventListener {
    void take(Occurrence occurrence);
}
