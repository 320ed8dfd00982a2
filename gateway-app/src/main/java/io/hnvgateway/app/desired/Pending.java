package io.hnvgateway.app.desired;

import io.hnvgateway.app.store.Version;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.List;

/// A change that waits to be confirmed, as others see it.
///
/// @param held resources that nobody changes until then
/// @param problem why it could not be taken back when its time came; empty: nothing is wrong
public record Pending(Version version, List<ResourceReference> held, String problem) {
    public Pending {
        held = List.copyOf(held);
    }
}
