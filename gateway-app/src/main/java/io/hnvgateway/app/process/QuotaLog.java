package io.hnvgateway.app.process;

import io.hnvgateway.nat.NatEvents;
import io.hnvgateway.nat.Quota;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes quota warnings to the log, from the conductor's thread.
final class QuotaLog implements NatEvents {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaLog.class);

    private final Executor conductor;

    QuotaLog(Executor conductor) {
        this.conductor = conductor;
    }

    @Override
    public void quotaWarning(String compartment, Quota which, int used, int limit) {
        conductor.execute(() ->
                LOG.warn(
                        "event=nat-quota routing-domain={} quota={} used={} limit={}",
                        compartment,
                        which.name().toLowerCase(Locale.ROOT),
                        used,
                        limit));
    }
}
