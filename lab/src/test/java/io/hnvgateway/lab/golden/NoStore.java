package io.hnvgateway.lab.golden;

import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateStore;
import io.hnvgateway.app.store.StoredChange;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Starts empty and keeps nothing.
final class NoStore implements StateStore {
    @Override
    public LoadedState load() {
        return LoadedState.of(DesiredState.EMPTY);
    }

    @Override
    public void save(DesiredState state, StoredChange change) {
        // Kept by nobody.
    }

    @Override
    public void append(StoredChange change) {
        // Kept by nobody.
    }

    @Override
    public void withdraw(StoredChange last, @Nullable DesiredState before) {
        // Was never kept.
    }

    @Override
    public void confirm(Set<Long> versions) {
        // None waits.
    }
}
