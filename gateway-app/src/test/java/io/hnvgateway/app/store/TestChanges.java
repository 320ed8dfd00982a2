package io.hnvgateway.app.store;

import io.hnvgateway.provider.resource.DesiredState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Changes as the applier hands them to a store.
public final class TestChanges {
    static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private TestChanges() {}

    static StoredChange change(long number, StateEdit forward, StateEdit inverse) {
        return new StoredChange(version(number), forward, inverse, Set.of());
    }

    static Version version(long number) {
        return new Version(
                number, TIME, "operator", "request-" + number, List.of("~ change " + number), null);
    }

    /// For tests that do not look at the history.
    public static void save(StateStore store, DesiredState state) throws IOException {
        StateEdit none = new StateEdit(DesiredState.EMPTY, List.of());
        store.save(state, change(1, none, none));
    }
}
