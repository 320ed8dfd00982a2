package io.hnvgateway.app.desired;

import io.hnvgateway.app.store.StateEdit;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Edits as the difference of whole states, and what an edit touches.
final class Differences {
    private Differences() {}

    /// The edit that leads from one state to another.
    static StateEdit between(DesiredState from, DesiredState to) {
        Map<String, Resource> old = new HashMap<>();
        ResourceKeys.resources(from).forEach(r -> old.put(ResourceKeys.key(r), r));
        List<Resource> put = new ArrayList<>();
        ResourceKeys.resources(to)
                .filter(resource -> !resource.equals(old.remove(ResourceKeys.key(resource))))
                .forEach(put::add);
        List<ResourceReference> deleted =
                old.values().stream().map(ResourceKeys::reference).toList();
        return new StateEdit(ResourceBook.state(put), deleted);
    }

    static Stream<ResourceReference> touched(StateEdit edit) {
        return Stream.concat(
                ResourceKeys.resources(edit.put()).map(ResourceKeys::reference),
                edit.deleted().stream());
    }
}
