package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;

/// Writes down what requests change, before they are answered.
@FunctionalInterface
public interface ChangeRecord {
    /// Nothing is written down: for tests.
    ChangeRecord NONE = (_, work) -> work.call();

    /// What a request asks for.
    @FunctionalInterface
    interface Work {
        JsonNode call() throws ControlException;
    }

    /// @param request its name
    /// @return what the work answered
    /// @throws ControlException the work's own, or because it cannot be written down
    JsonNode record(String request, Work work) throws ControlException;
}
