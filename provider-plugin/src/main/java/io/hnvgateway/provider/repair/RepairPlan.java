package io.hnvgateway.provider.repair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.spi.DriftReport.Item;
import io.hnvgateway.provider.spi.DriftReport.Kind;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The changes that make an actual state the desired one: parts alone where only parts differ, else
/// the resource as a whole.
public final class RepairPlan {
    private final Map<ResourceReference, TopLevelResource> desired = new HashMap<>();
    private final Map<ResourceReference, List<ItemPath>> differing = new LinkedHashMap<>();
    private final List<ResourceChange> changes = new ArrayList<>();

    private RepairPlan(DesiredState state) {
        for (ResourceType<?> collection : ResourceType.all()) {
            collection
                    .in(state)
                    .forEach(resource ->
                            desired.put(collection.reference(resource.resourceId()), resource));
        }
    }

    /// @param rewritten resources that are written whole, whether or not they are known to differ
    public static List<ResourceChange> of(
            Comparison comparison, List<ResourceReference> rewritten) {
        RepairPlan plan = new RepairPlan(comparison.desired());
        Set<ResourceReference> whole = new HashSet<>(rewritten);
        for (Item item : comparison.items()) {
            plan.sort(item, whole);
        }
        whole.forEach(reference -> plan.differing.remove(reference));
        whole.stream().sorted(Comparator.comparing(ResourceReference::path)).forEach(plan::put);
        plan.differing.forEach(plan::parts);
        return List.copyOf(plan.changes);
    }

    private void sort(Item item, Set<ResourceReference> whole) {
        ItemPath path = ItemPath.parse(item.path());
        ResourceReference reference = ResourceReference.of(path.collection(), path.id());
        if (path.isWhole() && item.kind() == Kind.EXTRA) {
            changes.add(ResourceChange.delete(reference));
        } else if (path.isWhole() || !path.isInPart()) {
            whole.add(reference);
        } else {
            differing.computeIfAbsent(reference, _ -> new ArrayList<>()).add(path);
        }
    }

    private void put(ResourceReference reference) {
        changes.add(whole(reference));
    }

    private ResourceChange.Put whole(ResourceReference reference) {
        TopLevelResource resource = desired.get(reference);
        if (resource == null) {
            throw new IllegalArgumentException(reference + " is not desired");
        }
        return (ResourceChange.Put) ResourceChange.put(resource);
    }

    /// Each part once, unless most of them differ: then all in one.
    private void parts(ResourceReference reference, List<ItemPath> paths) {
        ResourceChange.Put whole = whole(reference);
        Map<ResourceReference, ResourceChange> parts = new LinkedHashMap<>();
        int all = 0;
        Set<String> lists = new HashSet<>();
        for (ItemPath path : paths) {
            JsonNode list = whole.body().path("properties").path(path.childList());
            all += lists.add(path.childList()) ? list.size() : 0;
            ResourceReference part =
                    ResourceReference.of(
                            path.collection(), path.id(), path.childList(), path.childId());
            parts.put(part, part(part, list, path.childId()));
        }
        if (parts.size() > 1 && parts.size() * 2 > all) {
            changes.add(whole);
        } else {
            changes.addAll(parts.values());
        }
    }

    private static ResourceChange part(ResourceReference part, JsonNode list, String id) {
        for (JsonNode candidate : list) {
            if (candidate.path("resourceId").asText().equalsIgnoreCase(id)) {
                return new ResourceChange.Put(part, (ObjectNode) candidate);
            }
        }
        return ResourceChange.delete(part);
    }
}
