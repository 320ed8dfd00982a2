package io.hnvgateway.app.store;

import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.List;

/// What the store held.
///
/// @param problem empty, or says in one sentence what was wrong and where the file is now; the
///   document is empty then
/// @param version number of the last change; 0: none has one yet
/// @param unconfirmed changes that wait to be confirmed, the oldest first
public record LoadedState(
        DesiredStateDocument document,
        String problem,
        long version,
        List<Unconfirmed> unconfirmed) {
    public LoadedState {
        unconfirmed = List.copyOf(unconfirmed);
    }

    /// A state without faults.
    public static LoadedState of(DesiredState state) {
        return new LoadedState(DesiredStateDocument.of(state), "", 0, List.of());
    }

    static LoadedState damaged(String problem) {
        return new LoadedState(DesiredStateDocument.of(DesiredState.EMPTY), problem, 0, List.of());
    }
}
