package io.hnvgateway.provider.client;

import io.hnvgateway.provider.repair.Batches;
import io.hnvgateway.provider.repair.Comparison;
import io.hnvgateway.provider.repair.RepairPlan;
import io.hnvgateway.provider.repair.WrittenSecrets;
import io.hnvgateway.provider.repair.WrittenSecrets.Knowledge;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.DriftReport.Item;
import io.hnvgateway.provider.spi.DriftReport.Kind;
import io.hnvgateway.provider.spi.RepairReport;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.spi.Scope;
import io.hnvgateway.provider.spi.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds drift of one gateway and mends it. Any thread.
final class Repair {
    /// Bytes of a batch: large enough that its overhead does not count, small enough that a gateway
    /// takes several at a time and others' changes are not kept waiting.
    private static final int BATCH_BYTES = 768 << 10;

    /// What every gateway takes in one request, with a small heap too.
    private static final int LIMIT_BYTES = 8 << 20;

    private static final String SECRET = "\"(secret)\"";

    private final ResourceClient client;
    private final WrittenSecrets secrets;

    Repair(ResourceClient client, WrittenSecrets secrets) {
        this.client = client;
        this.secrets = secrets;
    }

    DriftReport drift(DesiredState desired, Scope scope) {
        return find(desired, scope).report;
    }

    RepairReport repair(DesiredState desired, Scope scope) {
        Found found = find(desired, scope);
        List<ResourceChange> changes = RepairPlan.of(found.comparison, found.rewritten);
        Batches batches = Batches.of(changes, found.comparison, BATCH_BYTES, LIMIT_BYTES);
        BatchRun run = new BatchRun(client);
        run.run(batches.removals());
        run.run(batches.others());
        run.finish();
        note(changes, found.comparison.desired());
        int puts = (int) changes.stream().filter(ResourceChange.Put.class::isInstance).count();
        return new RepairReport(found.report, puts, changes.size() - puts, run.sent());
    }

    /// What is wrong, and what must be written because of its secrets.
    private record Found(
            Comparison comparison, DriftReport report, List<ResourceReference> rewritten) {}

    private Found find(DesiredState desired, Scope scope) {
        ActualState actual = ActualState.read(client);
        Comparison comparison = Comparison.between(desired, actual.state(), scope);
        List<Item> items = new ArrayList<>(comparison.items());
        List<String> unknown = new ArrayList<>();
        List<ResourceReference> rewritten = new ArrayList<>();
        for (ResourceType<?> collection : ResourceType.all()) {
            for (TopLevelResource resource : collection.in(comparison.desired())) {
                ResourceReference reference = collection.reference(resource.resourceId());
                if (!actual.etags().containsKey(reference)) {
                    continue;
                }
                String path = collection.name() + "[" + resource.resourceId() + "]";
                Knowledge known = secrets.compare(reference, resource, actual.etag(reference));
                switch (known) {
                    case ALIKE -> {}
                    case UNKNOWN -> unknown.add(path);
                    case DIFFERENT -> items.add(new Item(Kind.DIFFERENT, path, SECRET, SECRET));
                }
                if (known != Knowledge.ALIKE) {
                    rewritten.add(reference);
                }
            }
        }
        return new Found(comparison, new DriftReport(items, unknown), rewritten);
    }

    /// Notes the etags of what was written with secrets.
    private void note(List<ResourceChange> changes, DesiredState desired) {
        if (changes.isEmpty()) {
            return;
        }
        List<ResourceReference> touched =
                changes.stream().map(change -> whole(change.reference())).distinct().toList();
        touched.forEach(secrets::forget);
        for (ResourceType<?> collection : ResourceType.all()) {
            note(collection, new HashSet<>(touched), desired);
        }
    }

    private <T extends TopLevelResource> void note(
            ResourceType<T> collection, Set<ResourceReference> touched, DesiredState desired) {
        List<T> secretive =
                collection.in(desired).stream()
                        .filter(resource ->
                                touched.contains(collection.reference(resource.resourceId()))
                                        && secrets.isSecretive(resource))
                        .toList();
        if (secretive.isEmpty()) {
            return;
        }
        Map<ResourceReference, String> etags = new HashMap<>();
        for (Stored<T> stored : client.list(collection)) {
            etags.put(collection.reference(stored.resource().resourceId()), stored.etag());
        }
        for (T resource : secretive) {
            ResourceReference reference = collection.reference(resource.resourceId());
            secrets.note(reference, resource, etags.getOrDefault(reference, ""));
        }
    }

    private static ResourceReference whole(ResourceReference reference) {
        return ResourceReference.of(reference.parts().get(0), reference.parts().get(1));
    }
}
