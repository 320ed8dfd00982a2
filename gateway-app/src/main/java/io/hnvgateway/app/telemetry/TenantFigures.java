package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.pipeline.GatewaySnapshot;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.TrafficTotals;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.nat.Quota;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Verdict;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Comparator;
import java.util.List;

/// What each compartment counts, and the default one for what belongs to none.
final class TenantFigures implements Figures {
    private static final DropReason[] REASONS = DropReason.values();

    private final GatewayCore core;

    TenantFigures(GatewayCore core) {
        this.core = core;
    }

    static Labels labels(Compartment.Identity identity) {
        return labels(identity.name(), identity.rdid());
    }

    static Labels labels(String name, RoutingDomainId rdid) {
        return Samples.of(Metric.Scope.TENANT, name, rdid.value().toString());
    }

    @Override
    public void into(Samples samples) {
        GatewaySnapshot snapshot = core.compiler().published().get();
        long frames = core.defaultState().counters().total(Total.RECEIVED_FRAMES);
        long bytes = core.defaultState().counters().total(Total.RECEIVED_BYTES);
        List<Compartment> all = snapshot.forwarding().compartments().stream().toList();
        for (Labelled each : sorted(all)) {
            Compartment compartment = each.compartment;
            Labels labels = each.labels;
            TrafficTotals counters = compartment.state().counters();
            frames += counters.total(Total.RECEIVED_FRAMES);
            bytes += counters.total(Total.RECEIVED_BYTES);
            traffic(samples, counters, labels);
            drops(samples, counters, labels);
            holdings(samples, compartment, labels);
            nat(samples, compartment.index(), snapshot, labels);
        }
        samples.add(Metric.RECEIVED_PACKETS, frames);
        samples.add(Metric.RECEIVED_BYTES, bytes);
        samples.add(Metric.TENANTS, all.size());
        samples.add(Metric.GENERATION, snapshot.forwarding().generation());
    }

    private record Labelled(Labels labels, Compartment compartment) {}

    /// In the order that the page has: else each of its metrics would be put into it anew.
    private static List<Labelled> sorted(List<Compartment> all) {
        return all.stream()
                .map(each -> new Labelled(labels(each.identity()), each))
                .sorted(Comparator.comparing(Labelled::labels))
                .toList();
    }

    private static void traffic(Samples samples, TrafficTotals counters, Labels labels) {
        samples.add(Metric.TENANT_FORWARDED, counters.verdicts(Verdict.FORWARD), labels);
        samples.add(Metric.TENANT_EXECUTED_PACKETS, counters.executed().frames(), labels);
        samples.add(Metric.TENANT_EXECUTED_BYTES, counters.executed().bytes(), labels);
        samples.add(Metric.TENANT_DECIDED, counters.total(Total.DECIDED_FRAMES), labels);
        samples.addIfAny(Metric.TENANT_MADE, counters.total(Total.MADE_FRAMES), labels);
        samples.addIfAny(
                Metric.TENANT_SOURCE_VIOLATIONS,
                counters.total(Total.SOURCE_CHECK_VIOLATIONS),
                labels);
        samples.addIfAny(
                Metric.TENANT_ICMP_SUPPRESSED,
                counters.total(Total.ICMP_ERRORS_SUPPRESSED),
                labels);
        samples.addIfAny(
                Metric.TENANT_FLOWS_REFUSED, counters.total(Total.FLOW_ENTRIES_REFUSED), labels);
    }

    private static void drops(Samples samples, TrafficTotals counters, Labels labels) {
        if (counters.verdicts(Verdict.DROP) == 0) {
            return;
        }
        for (DropReason reason : REASONS) {
            samples.addIfAny(Metric.TENANT_DROPPED, counters.drops(reason), labels, reason.label());
        }
    }

    private static void holdings(Samples samples, Compartment compartment, Labels labels) {
        samples.add(Metric.TENANT_FLOWS, compartment.state().flowEntries(), labels);
        samples.add(Metric.TENANT_ROUTES, compartment.forwarding().routes().size(), labels);
        samples.add(Metric.TENANT_RECORDS, compartment.records().records().size(), labels);
        samples.addIfAny(Metric.TENANT_HELD, compartment.state().heldFrames(), labels);
    }

    private void nat(Samples samples, int index, GatewaySnapshot snapshot, Labels labels) {
        samples.add(Metric.TENANT_SESSIONS, core.nat().used(index, Quota.SESSIONS), labels);
        samples.add(Metric.TENANT_PORTS, core.nat().used(index, Quota.PORTS), labels);
        NatPolicy policy = snapshot.nat().policy(index);
        if (policy != null) {
            samples.add(Metric.TENANT_SESSIONS_QUOTA, policy.quotas().maxSessions(), labels);
            samples.add(Metric.TENANT_PORTS_QUOTA, policy.quotas().maxPorts(), labels);
        }
    }
}
