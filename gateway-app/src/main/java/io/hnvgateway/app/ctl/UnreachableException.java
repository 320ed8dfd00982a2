package io.hnvgateway.app.ctl;

/// No gateway answers at the socket, or it stopped answering.
final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message) {
        super(message);
    }

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
