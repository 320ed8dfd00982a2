package io.hnvgateway.provider.repair;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parts changes into batches of bounded size; one, if they fit into it. What refers to each other,
/// before or after, goes together, so that every batch is right on its own and none needs another.
///
/// @param removals that only remove: first of all, since they may free what others take
/// @param others in any order
public record Batches(List<List<ResourceChange>> removals, List<List<ResourceChange>> others) {
    private static final int ENVELOPE_BYTES = 100;
    private static final Comparator<ResourceChange> REFERRED_FIRST =
            Comparator.comparingInt(Batches::rank);

    public Batches {
        removals = List.copyOf(removals);
        others = List.copyOf(others);
    }

    /// @param mostBytes of a batch; more only where more belongs together
    public static Batches of(List<ResourceChange> changes, Comparison comparison, int mostBytes) {
        return of(changes, comparison, mostBytes, Integer.MAX_VALUE);
    }

    /// The same; what belongs together and is more than a gateway takes at once is parted all the
    /// same, what others refer to first.
    ///
    /// @param limitBytes of a gateway; more only where one change has more
    public static Batches of(
            List<ResourceChange> changes, Comparison comparison, int mostBytes, int limitBytes) {
        if (bytes(changes) <= mostBytes) {
            return new Batches(List.of(), changes.isEmpty() ? List.of() : List.of(changes));
        }
        Ties ties = new Ties(changes);
        ties.tie(comparison.actual());
        ties.tie(comparison.desired());
        List<List<ResourceChange>> removals = new ArrayList<>();
        List<List<ResourceChange>> others = new ArrayList<>();
        for (List<ResourceChange> together : ties.groups()) {
            boolean removes = together.stream().allMatch(ResourceChange.Delete.class::isInstance);
            List<List<ResourceChange>> target = removes ? removals : others;
            if (bytes(together) > limitBytes) {
                target.addAll(parted(together, mostBytes));
            } else {
                target.add(together);
            }
        }
        return new Batches(filled(removals, mostBytes), filled(others, mostBytes));
    }

    private static List<List<ResourceChange>> parted(List<ResourceChange> together, int mostBytes) {
        return filled(together.stream().sorted(REFERRED_FIRST).map(List::of).toList(), mostBytes);
    }

    /// Deletions come last, and in the reverse order. A resource comes before its parts.
    private static int rank(ResourceChange change) {
        List<String> parts = change.reference().parts();
        int collection = 0;
        for (ResourceType<?> type : ResourceType.all()) {
            if (type.name().equalsIgnoreCase(parts.getFirst())) {
                break;
            }
            collection++;
        }
        int rank = 2 * collection + (parts.size() > 2 ? 1 : 0);
        return change instanceof ResourceChange.Delete ? Integer.MAX_VALUE - rank : rank;
    }

    /// Groups joined to batches.
    private static List<List<ResourceChange>> filled(
            List<List<ResourceChange>> groups, int mostBytes) {
        List<List<ResourceChange>> batches = new ArrayList<>();
        long filled = mostBytes;
        for (List<ResourceChange> together : groups) {
            long bytes = bytes(together);
            if (filled + bytes > mostBytes) {
                batches.add(new ArrayList<>());
                filled = 0;
            }
            batches.getLast().addAll(together);
            filled += bytes;
        }
        return batches;
    }

    /// About so many in a request.
    private static long bytes(List<ResourceChange> changes) {
        long bytes = 0;
        for (ResourceChange change : changes) {
            bytes += ENVELOPE_BYTES;
            if (change instanceof ResourceChange.Put put) {
                bytes += JsonText.compact(put.body()).length;
            }
        }
        return bytes;
    }

    /// Which changed resources belong together: a forest in which each points towards the first of
    /// its group.
    private static final class Ties {
        private final Map<ResourceReference, ResourceReference> above = new HashMap<>();
        private final List<ResourceChange> changes;

        Ties(List<ResourceChange> changes) {
            this.changes = changes;
            changes.forEach(change -> {
                ResourceReference whole = whole(change.reference());
                above.put(whole, whole);
            });
        }

        void tie(DesiredState state) {
            for (ResourceType<?> collection : ResourceType.all()) {
                for (TopLevelResource resource : collection.in(state)) {
                    ResourceReference own = collection.reference(resource.resourceId());
                    if (above.containsKey(own)) {
                        tie(own, DesiredStateWriter.properties(resource));
                    }
                }
            }
        }

        private void tie(ResourceReference own, JsonNode properties) {
            for (String text : properties.findValuesAsText("resourceRef")) {
                ResourceReference other = whole(ResourceReference.parse(text));
                if (above.containsKey(other)) {
                    above.put(first(own), first(other));
                }
            }
        }

        List<List<ResourceChange>> groups() {
            Map<ResourceReference, List<ResourceChange>> groups = new LinkedHashMap<>();
            changes.forEach(change ->
                    groups.computeIfAbsent(first(whole(change.reference())), _ -> new ArrayList<>())
                            .add(change));
            return groups.values().stream().sorted(Comparator.comparingInt(List::size)).toList();
        }

        private ResourceReference first(ResourceReference reference) {
            ResourceReference at = reference;
            ResourceReference up = up(at);
            while (!up.equals(at)) {
                ResourceReference twoUp = up(up);
                above.put(at, twoUp);
                at = up;
                up = twoUp;
            }
            return at;
        }

        private ResourceReference up(ResourceReference reference) {
            return above.getOrDefault(reference, reference);
        }

        private static ResourceReference whole(ResourceReference reference) {
            List<String> parts = reference.parts();
            return parts.size() == 2 ? reference : ResourceReference.of(parts.get(0), parts.get(1));
        }
    }
}
