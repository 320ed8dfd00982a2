package io.hnvgateway.app.process;

/// The gateway cannot start; the message tells the operator why, a line each.
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }
}
