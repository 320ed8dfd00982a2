package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.PathAttributes;
import java.util.HashMap;
import java.util.Map;

/// Equal attributes once, while anything refers to them.
final class AttributePool {
    private final Map<PathAttributes, SharedAttributes> shared = new HashMap<>();

    /// One more user, who gives it back by [#release].
    SharedAttributes acquire(PathAttributes value) {
        SharedAttributes attributes = shared.computeIfAbsent(value, SharedAttributes::new);
        attributes.users++;
        return attributes;
    }

    SharedAttributes acquire(SharedAttributes attributes) {
        attributes.users++;
        return attributes;
    }

    void release(SharedAttributes attributes) {
        if (--attributes.users == 0) {
            shared.remove(attributes.value);
        }
    }

    int size() {
        return shared.size();
    }
}
