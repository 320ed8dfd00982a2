package io.hnvgateway.app.process;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.nat.NatEvents;
import io.hnvgateway.nat.Quota;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes quota warnings to the log, with the tenant's name, from the conductor's thread.
final class QuotaLog implements NatEvents {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaLog.class);

    private final Executor conductor;
    private volatile Supplier<PagedArray<Compartment>> compartments = PagedArray::empty;

    QuotaLog(Executor conductor) {
        this.conductor = conductor;
    }

    /// Where names are found from now on: the compartments in force, by index.
    void serve(Supplier<PagedArray<Compartment>> inForce) {
        compartments = inForce;
    }

    @Override
    public void quotaWarning(String compartment, Quota which, int used, int limit) {
        conductor.execute(() ->
                LOG.warn(
                        "event=nat-quota tenant={} routing-domain={} quota={} used={} limit={}",
                        name(compartment),
                        compartment,
                        which.name().toLowerCase(Locale.ROOT),
                        used,
                        limit));
    }

    /// Empty when the tenant is gone.
    String name(String routingDomain) {
        return compartments.get().stream()
                .filter(c -> c.identity().rdid().toString().equals(routingDomain))
                .map(c -> c.identity().name())
                .findFirst()
                .orElse("");
    }
}
