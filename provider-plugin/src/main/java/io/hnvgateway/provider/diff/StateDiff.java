package io.hnvgateway.provider.diff;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceCollection;
import io.hnvgateway.provider.resource.TopLevelResource;
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
    private final SecretSeal seal = new ComparableSecrets();

    private StateDiff() {}

    /// In the order of the canonical form, what comes behind what changes or goes; empty if both
    /// ask for the same.
    public static List<Change> between(DesiredState before, DesiredState after) {
        StateDiff diff = new StateDiff();
        for (ResourceCollection collection : ResourceCollection.values()) {
            diff.collection(
                    collection.label(), before.resources(collection), after.resources(collection));
        }
        return List.copyOf(diff.changes);
    }

    /// Only resources that stand in both and differ are written out, one pair at a time.
    private void collection(
            String name, List<TopLevelResource> before, List<TopLevelResource> after) {
        Map<String, TopLevelResource> gone = unlike(before, after);
        Map<String, TopLevelResource> come = unlike(after, before);
        gone.forEach((id, old) -> {
            TopLevelResource now = come.remove(id);
            if (now == null) {
                changes.add(new Change(Change.Kind.REMOVED, pathOf(name, old), "", ""));
            } else {
                resource(
                        pathOf(name, now),
                        DesiredStateWriter.resource(old, seal),
                        DesiredStateWriter.resource(now, seal));
            }
        });
        come.values()
                .forEach(now ->
                        changes.add(new Change(Change.Kind.ADDED, pathOf(name, now), "", "")));
    }

    /// The resources by id that the other side does not have just so.
    private static Map<String, TopLevelResource> unlike(
            List<TopLevelResource> resources, List<TopLevelResource> others) {
        Map<String, TopLevelResource> theirs = HashMap.newHashMap(others.size());
        others.forEach(other -> theirs.put(other.resourceId(), other));
        Map<String, TopLevelResource> unlike = new TreeMap<>();
        for (TopLevelResource resource : resources) {
            if (!resource.equals(theirs.get(resource.resourceId()))) {
                unlike.put(resource.resourceId().toLowerCase(Locale.ROOT), resource);
            }
        }
        return unlike;
    }

    /// Both in their envelopes.
    private void resource(String path, JsonNode before, JsonNode after) {
        for (String noted : List.of("tags", "resourceMetadata")) {
            values(path, noted, before.path(noted), after.path(noted));
        }
        objects(path, before.path("properties"), after.path("properties"));
    }

    private void objects(String path, JsonNode before, JsonNode after) {
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            values(path, name, before.path(name), after.path(name));
        }
    }

    /// Most are equal: only of the others the path is made.
    private void values(String of, String name, JsonNode before, JsonNode after) {
        if (!before.equals(after)) {
            unequal(of + "." + name, before, after);
        }
    }

    private void unequal(String path, JsonNode before, JsonNode after) {
        if (before.isMissingNode()) {
            changes.add(new Change(Change.Kind.ADDED, path, "", ""));
        } else if (after.isMissingNode()) {
            changes.add(new Change(Change.Kind.REMOVED, path, "", ""));
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
                resource(pathOf(path, now), old, now);
            } else if (now != null) {
                changes.add(new Change(Change.Kind.ADDED, pathOf(path, now), "", ""));
            } else if (old != null) {
                changes.add(new Change(Change.Kind.REMOVED, pathOf(path, old), "", ""));
            }
        }
    }

    private static String pathOf(String list, JsonNode resource) {
        return list + "[" + resource.path("resourceId").asText() + "]";
    }

    private static String pathOf(String list, Resource resource) {
        return list + "[" + resource.resourceId() + "]";
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
