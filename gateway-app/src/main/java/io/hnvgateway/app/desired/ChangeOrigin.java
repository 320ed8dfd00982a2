package io.hnvgateway.app.desired;

/// Who wants a change and how it is to be kept.
///
/// @param who caller's name, for history and audit
/// @param requestId client's or the server's; names the change in history, audit and events
/// @param confirmWithinSeconds 0: it stays; else it is taken back unless it is confirmed so soon
public record ChangeOrigin(String who, String requestId, int confirmWithinSeconds) {
    /// The control socket: whoever is root on the gateway.
    public static final ChangeOrigin LOCAL = new ChangeOrigin("local", "", 0);
}
