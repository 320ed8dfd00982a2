package io.hnvgateway.lab.golden;

import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateEdit;
import io.hnvgateway.app.store.StateStore;
import io.hnvgateway.provider.resource.DesiredState;

/// Starts empty and keeps nothing.
final class NoStore implements StateStore {
    @Override
    public LoadedState load() {
        return LoadedState.of(DesiredState.EMPTY);
    }

    @Override
    public void save(DesiredState state) {
        // Kept by nobody.
    }

    @Override
    public void append(StateEdit edit) {
        // Kept by nobody.
    }
}
