package io.hnvgateway.app.rest;

/// Tells whether the gateway lives and is ready. Called on virtual threads, several at once; should
/// answer within a second.
public interface HealthSource {

    /// Answers as long as there is a process: for tests, and until there is more to say.
    HealthSource PROCESS = () -> true;

    /// Whether traffic is served as the desired state says. The reasons are told to `hnvctl
    /// health`, never to a stranger.
    boolean isReady();
}
