package io.hnvgateway.app.desired;

import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change that depends on what is in effect at the moment at which it is made: of a part of a
/// resource, or under a condition.
@FunctionalInterface
public interface Proposal {

    /// Runs under the applier's lock, where nothing else changes: must not block.
    Change propose(Current current);

    /// What is in effect.
    @FunctionalInterface
    interface Current {
        /// The resource of a document, as `/virtualNetworks/contoso`; null: there is none.
        @Nullable Resource resource(ResourceReference reference);
    }

    /// Resources that are put in whole, and those that are taken out; of none of both nothing
    /// changes.
    record Change(DesiredStateDocument put, List<ResourceReference> deleted) {
        public Change {
            deleted = List.copyOf(deleted);
        }
    }
}
