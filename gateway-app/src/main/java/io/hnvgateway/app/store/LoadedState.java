package io.hnvgateway.app.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// What the state directory held. `problem` is empty, or says in one sentence what was wrong and
/// where the file is now; the document is empty then.
public record LoadedState(JsonNode document, String problem) {

    static LoadedState empty() {
        return new LoadedState(JsonNodeFactory.instance.objectNode(), "");
    }

    static LoadedState damaged(String problem) {
        return new LoadedState(JsonNodeFactory.instance.objectNode(), problem);
    }
}
