package io.hnvgateway.app.pipeline;

/// The snapshot in force: the one reference that a change of configuration replaces. Any thread
/// reads it; the compiler replaces it.
public final class PublishedSnapshot {
    private volatile GatewaySnapshot current;

    public PublishedSnapshot(GatewaySnapshot first) {
        current = first;
    }

    public GatewaySnapshot get() {
        return current;
    }

    public void replace(GatewaySnapshot next) {
        current = next;
    }
}
