package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.PathAttributes;
import java.util.HashMap;
import java.util.Map;

/// Equal attributes once, while anything refers to them.
final class AttributePool {
    private final Map<PathAttributes, SharedAttributes> shared = new HashMap<>();

    /// Of all that is here.
    private long numbers;

    /// One more user, who gives it back by [#release].
    SharedAttributes acquire(PathAttributes value) {
        SharedAttributes attributes = shared.computeIfAbsent(value, SharedAttributes::new);
        if (attributes.users++ == 0) {
            numbers += value.numbers();
        }
        return attributes;
    }

    /// Whether there would be no more than so many AS numbers and communities.
    boolean hasRoomFor(PathAttributes value, long most) {
        return numbers + value.numbers() <= most || shared.containsKey(value);
    }

    SharedAttributes acquire(SharedAttributes attributes) {
        attributes.users++;
        return attributes;
    }

    void release(SharedAttributes attributes) {
        if (--attributes.users == 0) {
            shared.remove(attributes.value);
            numbers -= attributes.value.numbers();
        }
    }

    long numbers() {
        return numbers;
    }

    int size() {
        return shared.size();
    }
}
