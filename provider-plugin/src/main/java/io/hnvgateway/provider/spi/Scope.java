package io.hnvgateway.provider.spi;

import io.hnvgateway.provider.resource.ResourceReference;

/// Which of a gateway's resources a repair may remove.
@FunctionalInterface
public interface Scope {
    /// All of them: whatever is not desired goes.
    Scope ALL = _ -> true;

    /// None: it only adds and changes.
    Scope NONE = _ -> false;

    /// @param reference of a resource of a collection, as `/virtualNetworks/contoso`
    boolean mayRemove(ResourceReference reference);
}
