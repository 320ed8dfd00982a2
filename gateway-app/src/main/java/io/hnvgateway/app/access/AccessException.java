package io.hnvgateway.app.access;

/// A change of who may do what is refused; the message says why.
public final class AccessException extends Exception {
    private static final long serialVersionUID = 1L;

    AccessException(String message) {
        super(message);
    }
}
