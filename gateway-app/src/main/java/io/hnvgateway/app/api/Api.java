package io.hnvgateway.app.api;

/// Answers requests of the management API, whatever carries them. Called on virtual threads,
/// several at once; may block.
@FunctionalInterface
public interface Api {

    /// Never throws: whatever a client sends has an answer.
    ApiAnswer answer(ApiRequest request);
}
