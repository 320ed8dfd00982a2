package io.hnvgateway.app.store;

import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;

/// Keeps the last applied desired state. Today one file; the interface leaves room for a store that
/// several gateways share.
public interface StateStore {

    /// Never throws: a state that cannot be read is described in the result.
    LoadedState load();

    /// The state is durable when it returns; when it throws, the one before is in place.
    void save(DesiredState state) throws IOException;
}
