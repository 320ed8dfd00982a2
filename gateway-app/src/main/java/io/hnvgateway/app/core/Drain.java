package io.hnvgateway.app.core;

import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.app.store.DrainMark;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the gateway is drained: the provider's routers are told of nothing behind it, so new
/// traffic comes by another gateway, while what comes nevertheless is carried as ever. Holds over
/// restarts. Any thread.
public final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final DrainMark mark;
    private final Consumer<Boolean> routes;
    private final Consumer<GatewayEvent> events;
    private boolean drained;

    /// As the process before left it.
    ///
    /// @param routes withdraws what the provider's routers are told, or tells it again
    public Drain(DrainMark mark, Consumer<Boolean> routes, Consumer<GatewayEvent> events) {
        this.mark = mark;
        this.routes = routes;
        this.events = events;
        drained = mark.isSet();
        if (drained) {
            LOG.warn("event=drained since=before-this-start hint=\"hnvctl drain --end\"");
            routes.accept(true);
        }
    }

    public synchronized boolean isDrained() {
        return drained;
    }

    /// Drains it, or ends that.
    ///
    /// @return whether it was otherwise before
    /// @throws IOException if that cannot be kept; nothing is changed then
    public synchronized boolean drain(boolean wanted) throws IOException {
        if (drained == wanted) {
            return false;
        }
        mark.set(wanted);
        drained = wanted;
        routes.accept(wanted);
        LOG.info("event={}", wanted ? "drained" : "drain-ended");
        events.accept(new GatewayEvent.DrainChanged(wanted));
        return true;
    }
}
