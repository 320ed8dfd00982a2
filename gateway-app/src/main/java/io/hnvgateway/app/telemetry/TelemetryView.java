package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.ExplainQuery;
import io.hnvgateway.app.control.Explanation;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Status;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.compartments.Compartment;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A gateway's view with health and usage among its topics.
final class TelemetryView implements ControlBackend {
    private static final int MOST_EVENTS = 4096;

    private final ControlBackend view;
    private final UsageSources sources;
    private final UsageMeter meter;
    private final Health health;
    private final EventLog events;
    private final SupportParts support;

    TelemetryView(
            ControlBackend view,
            UsageSources sources,
            UsageMeter meter,
            Health health,
            EventLog events,
            SupportParts support) {
        this.events = events;
        this.support = support;
        this.view = view;
        this.sources = sources;
        this.meter = meter;
        this.health = health;
    }

    @Override
    public List<? extends Record> show(Topic topic, @Nullable String tenant)
            throws ControlException {
        return switch (topic) {
            case HEALTH -> {
                ofNoTenant(topic, tenant);
                yield health.rows();
            }
            case USAGE -> usage(tenant);
            case EVENTS -> events(tenant);
            case SUPPORT -> {
                ofNoTenant(topic, tenant);
                yield support.all();
            }
            default -> view.show(topic, tenant);
        };
    }

    /// Who asks for one tenant is told nothing of the others.
    private static void ofNoTenant(Topic topic, @Nullable String tenant) throws ControlException {
        if (tenant != null) {
            throw new ControlException("tenant: " + topic.label() + " is of no tenant");
        }
    }

    private List<Rows.Event> events(@Nullable String tenant) {
        return events.last(MOST_EVENTS).stream()
                .filter(e ->
                        tenant == null || tenant.equalsIgnoreCase(e.entry().event().compartment()))
                .map(e ->
                        new Rows.Event(
                                e.number(),
                                e.entry().time().toString(),
                                e.entry().event().compartment(),
                                e.entry().event().topic().label(),
                                EventLines.of(e.entry().event())))
                .toList();
    }

    /// Of a tenant that is gone by its RDID alone.
    private List<Rows.Usage> usage(@Nullable String tenant) throws ControlException {
        Map<UUID, String> names =
                sources.compartments().stream()
                        .map(Compartment::identity)
                        .collect(
                                Collectors.toMap(
                                        identity -> identity.rdid().value(),
                                        Compartment.Identity::name));
        List<Rows.Usage> rows =
                meter.told().stream()
                        .map(row -> row(names.getOrDefault(row.rdid(), ""), row))
                        .filter(row -> tenant == null || isOf(row, tenant))
                        .sorted((a, b) -> (a.tenant() + a.rdid()).compareTo(b.tenant() + b.rdid()))
                        .toList();
        if (rows.isEmpty() && tenant != null && !isKnown(names, tenant)) {
            throw new ControlException("tenant: " + tenant + ": no such compartment");
        }
        return rows;
    }

    private static Rows.Usage row(String name, UsageMeter.Row row) {
        return new Rows.Usage(
                name,
                row.rdid().toString(),
                row.kind(),
                row.direction(),
                row.packets(),
                row.bytes());
    }

    private static boolean isOf(Rows.Usage row, String tenant) {
        return row.tenant().equalsIgnoreCase(tenant) || isRdid(row.rdid(), tenant);
    }

    private static boolean isKnown(Map<UUID, String> names, String tenant) {
        return names.entrySet().stream()
                .anyMatch(e ->
                        e.getValue().equalsIgnoreCase(tenant)
                                || isRdid(e.getKey().toString(), tenant));
    }

    private static boolean isRdid(String rdid, String tenant) {
        return rdid.equalsIgnoreCase(tenant.replaceAll("[{}]", ""));
    }

    @Override
    public Explanation explain(ExplainQuery query) throws ControlException {
        return view.explain(query);
    }

    @Override
    public Status status() throws ControlException {
        return view.status();
    }

    @Override
    public boolean drain(boolean drained) throws ControlException {
        return view.drain(drained);
    }
}
