package io.hnvgateway.provider.diff;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Compares two desired states.
public final class StateDiff {
    private final List<Change> changes = new ArrayList<>();

    private StateDiff() {}

    /// In the order of the canonical form; empty if both ask for the same.
    public static List<Change> between(DesiredState before, DesiredState after) {
        StateDiff diff = new StateDiff();
        if (!before.equals(after)) {
            diff.objects(
                    "",
                    DesiredStateWriter.write(unlike(before, after)),
                    DesiredStateWriter.write(unlike(after, before)));
        }
        return List.copyOf(diff.changes);
    }

    /// The resources of a state that the other one does not have just so: of thousands there are
    /// few to be written and compared.
    private static DesiredState unlike(DesiredState state, DesiredState other) {
        return new DesiredState(
                unlike(state.virtualNetworks(), other.virtualNetworks()),
                unlike(state.virtualGateways(), other.virtualGateways()),
                unlike(state.publicIPAddresses(), other.publicIPAddresses()),
                unlike(state.loadBalancers(), other.loadBalancers()),
                unlike(state.providerAddresses(), other.providerAddresses()));
    }

    private static <T extends Resource> List<T> unlike(List<T> resources, List<T> others) {
        Map<String, T> byId = new HashMap<>();
        others.forEach(other -> byId.put(other.resourceId(), other));
        return resources.stream()
                .filter(resource -> !resource.equals(byId.get(resource.resourceId())))
                .toList();
    }

    private void objects(String path, JsonNode before, JsonNode after) {
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String inner = path.isEmpty() ? name : path + "." + name;
            values(name.equals("properties") ? path : inner, before.path(name), after.path(name));
        }
    }

    private void values(String path, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        if (before.isMissingNode()) {
            changes.add(new Change(Change.Kind.ADDED, path, "", after.toString()));
        } else if (after.isMissingNode()) {
            changes.add(new Change(Change.Kind.REMOVED, path, before.toString(), ""));
        } else if (before.isObject() && after.isObject()) {
            objects(path, before, after);
        } else if (isResources(before) && isResources(after)) {
            resources(path, byId(before), byId(after));
        } else {
            changes.add(new Change(Change.Kind.CHANGED, path, before.toString(), after.toString()));
        }
    }

    private void resources(String path, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        Set<String> ids = new LinkedHashSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (String id : ids) {
            JsonNode old = before.get(id);
            JsonNode now = after.get(id);
            if (old != null && now != null) {
                values(pathOf(path, now), old.path("properties"), now.path("properties"));
            } else if (now != null) {
                changes.add(new Change(Change.Kind.ADDED, pathOf(path, now), "", now.toString()));
            } else if (old != null) {
                changes.add(new Change(Change.Kind.REMOVED, pathOf(path, old), old.toString(), ""));
            }
        }
    }

    private static String pathOf(String list, JsonNode resource) {
        return list + "[" + resource.path("resourceId").asText() + "]";
    }

    private static boolean isResources(JsonNode list) {
        return list.isArray() && (list.isEmpty() || list.get(0).has("resourceId"));
    }

    private static Map<String, JsonNode> byId(JsonNode list) {
        Map<String, JsonNode> byId = new TreeMap<>();
        list.forEach(
                item -> byId.put(item.path("resourceId").asText().toLowerCase(Locale.ROOT), item));
        return byId;
    }
}
