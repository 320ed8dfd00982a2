package io.hnvgateway.app.store;

import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;

/// What the state directory held. `problem` is empty, or says in one sentence what was wrong and
/// where the file is now; the document is empty then.
public record LoadedState(DesiredStateDocument document, String problem) {

    /// A state without faults.
    public static LoadedState of(DesiredState state) {
        return new LoadedState(DesiredStateDocument.of(state), "");
    }

    static LoadedState damaged(String problem) {
        return new LoadedState(DesiredStateDocument.of(DesiredState.EMPTY), problem);
    }
}
