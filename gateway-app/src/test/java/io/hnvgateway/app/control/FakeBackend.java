package io.hnvgateway.app.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A gateway with one tenant that drops.
public final class FakeBackend implements ControlBackend {
    private boolean drained;

    @Override
    public List<? extends Record> show(Topic topic, @Nullable String tenant)
            throws ControlException {
        if (tenant != null && !tenant.equals("contoso")) {
            throw new ControlException("tenant: " + tenant + ": there is none of that name");
        }
        return switch (topic) {
            case DROPS ->
                    List.of(
                            new Rows.Drop("contoso", "NO_ROUTE", 7, "no route to the destination"),
                            new Rows.Drop("", "NOT_IP\u001b[2J", 12_345, ""));
            case PORTS -> throw new IllegalStateException("a bug");
            default -> List.of();
        };
    }

    @Override
    public Explanation explain(ExplainQuery query) {
        return new Explanation(
                List.of(
                        new Explanation.Step("source guard", "passes", "record web1"),
                        new Explanation.Step("route", query.destination().toString(), "front end")),
                "translated, protocol " + query.protocol() + " port " + query.destinationPort());
    }

    @Override
    public Status status() {
        return new Status(
                "0.1.0",
                42,
                60,
                "clean (RuntimeDirectory is none)",
                "packet: asked for",
                "java: the data path is AF_PACKET",
                List.of(
                        "worker-0: core 1: away from receive interrupts of eth0 (cores 0)",
                        "worker-1: any core: there are more workers than cores"),
                3,
                2,
                100,
                drained,
                "hv1",
                "gw1",
                "FrontEndInterface=eth0");
    }

    @Override
    public synchronized boolean drain(boolean wanted) {
        boolean changed = drained != wanted;
        drained = wanted;
        return changed;
    }
}
