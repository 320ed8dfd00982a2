package io.hnvgateway.lab.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.repair.Comparison;
import io.hnvgateway.provider.repair.RepairPlan;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.spi.Capabilities;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.EventListener;
import io.hnvgateway.provider.spi.EventSubscription;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.RepairReport;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.spi.Scope;
import io.hnvgateway.provider.spi.Stored;
import io.hnvgateway.provider.spi.TestReport;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import java.util.Optional;

/// A gateway that only keeps what it is told.
final class MemoryGateway implements GatewaySession {
    private ObjectNode document = DesiredStateWriter.write(DesiredState.EMPTY);

    @Override
    public DesiredState actual() {
        return DesiredStateReader.read(document).state();
    }

    @Override
    public void apply(List<ResourceChange> changes) {
        ObjectNode wanted = document.deepCopy();
        for (ResourceChange change : changes) {
            List<String> parts = change.reference().parts();
            ObjectNode parent =
                    parts.size() == 2 ? wanted : properties(wanted, parts.get(0), parts.get(1));
            String list = parts.get(parts.size() - 2);
            remove(parent, list, parts.getLast());
            if (change instanceof ResourceChange.Put put) {
                parent.withArray(list).add(put.body());
            }
        }
        if (!DesiredStateReader.read(wanted).faults().isEmpty()) {
            throw new AssertionError(DesiredStateReader.read(wanted).faults());
        }
        document = DesiredStateWriter.write(DesiredStateReader.read(wanted).state());
    }

    private static ObjectNode properties(ObjectNode document, String collection, String id) {
        for (var candidate : document.withArray(collection)) {
            if (candidate.path("resourceId").asText().equals(id)) {
                return ((ObjectNode) candidate).withObject("properties");
            }
        }
        throw new AssertionError("no " + collection + " " + id);
    }

    private static void remove(ObjectNode parent, String list, String id) {
        var all = parent.withArray(list).elements();
        while (all.hasNext()) {
            if (all.next().path("resourceId").asText().equals(id)) {
                all.remove();
            }
        }
    }

    @Override
    public DriftReport drift(DesiredState desired) {
        return Comparison.between(desired, actual(), Scope.ALL).report(List.of());
    }

    @Override
    public RepairReport repair(DesiredState desired) {
        return repair(desired, Scope.ALL);
    }

    @Override
    public RepairReport repair(DesiredState desired, Scope scope) {
        Comparison found = Comparison.between(desired, actual(), scope);
        List<ResourceChange> changes = RepairPlan.of(found, List.of());
        apply(changes);
        return new RepairReport(found.report(List.of()), changes.size(), 0, 1);
    }

    @Override
    public <T extends TopLevelResource> List<Stored<T>> list(ResourceType<T> collection) {
        return collection.in(actual()).stream().map(one -> new Stored<>(one, "")).toList();
    }

    @Override
    public <T extends TopLevelResource> Stored<T> put(T resource) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends TopLevelResource> Stored<T> put(T resource, String etag) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends TopLevelResource> Optional<Stored<T>> read(
            ResourceType<T> collection, String id) {
        return list(collection).stream()
                .filter(stored -> stored.resource().resourceId().equals(id))
                .findFirst();
    }

    @Override
    public void delete(ResourceReference reference) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EventSubscription events(EventListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Capabilities capabilities() {
        throw new UnsupportedOperationException();
    }

    @Override
    public TestReport test(List<IpAddress> hosts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
