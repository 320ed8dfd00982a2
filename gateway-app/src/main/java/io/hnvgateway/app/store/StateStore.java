package io.hnvgateway.app.store;

import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Keeps the last applied desired state. Today files; the interface leaves room for a store that
/// several gateways share.
public interface StateStore {

    /// Never throws: a state that cannot be read is described in the result.
    LoadedState load();

    /// The state is durable when it returns; when it throws, the one before is in place.
    void save(DesiredState state) throws IOException;

    /// Adds a change to the state; durable when it returns. When it throws, the state is as it was.
    void append(StateEdit edit) throws IOException;

    /// What the store would like to write anew after many changes; null: nothing. To be asked
    /// behind [#append].
    default @Nullable Compaction compaction() {
        return null;
    }

    /// Takes the state as of the last [#append]; may run on any thread while changes go on.
    @FunctionalInterface
    interface Compaction {
        void write(DesiredState state) throws IOException;
    }
}
