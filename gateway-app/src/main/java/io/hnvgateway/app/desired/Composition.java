package io.hnvgateway.app.desired;

import io.hnvgateway.app.store.StateEdit;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Inverses of changes that follow one another, as one: what each resource was before the first of
/// them that touched it. Used by one thread at a time.
final class Composition {
    private final Map<String, @Nullable Resource> resources = new LinkedHashMap<>();
    private final Map<String, ResourceReference> gone = new LinkedHashMap<>();

    /// Takes an inverse in, the oldest first: the word of the older one stays.
    void add(StateEdit inverse) {
        for (ResourceReference reference : inverse.deleted()) {
            String key = ResourceKeys.key(reference);
            if (!resources.containsKey(key)) {
                resources.put(key, null);
                gone.put(key, reference);
            }
        }
        ResourceKeys.resources(inverse.put())
                .filter(resource -> !resources.containsKey(ResourceKeys.key(resource)))
                .forEach(resource -> resources.put(ResourceKeys.key(resource), resource));
    }

    /// Those that this says something of.
    Set<String> keys() {
        return resources.keySet();
    }

    /// What a resource was.
    ///
    /// @param current for those that this says nothing of
    @Nullable Resource at(String key, Function<String, @Nullable Resource> current) {
        return resources.containsKey(key) ? resources.get(key) : current.apply(key);
    }

    DesiredState put() {
        return ResourceBook.state(resources.values());
    }

    /// @param current what is in effect
    List<ResourceReference> deleted(Function<String, @Nullable Resource> current) {
        List<ResourceReference> deleted = new ArrayList<>();
        gone.forEach((key, reference) -> {
            if (current.apply(key) != null) {
                deleted.add(reference);
            }
        });
        return deleted;
    }
}
