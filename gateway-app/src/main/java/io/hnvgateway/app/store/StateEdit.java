package io.hnvgateway.app.store;

import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import java.util.List;

/// A change of a few resources: those of `put` come in or replace those of the same id, `deleted`
/// ones go; all others stay as they are.
///
/// @param put complete, with everything that the gateway assigned
/// @param deleted references of two parts, as `/virtualNetworks/contoso`
public record StateEdit(DesiredState put, List<ResourceReference> deleted) {
    public StateEdit {
        deleted = List.copyOf(deleted);
    }
}
