package io.hnvgateway.app.control;

/// A request that cannot be answered; the message is for the operator.
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1L;

    public ControlException(String message) {
        super(message);
    }
}
