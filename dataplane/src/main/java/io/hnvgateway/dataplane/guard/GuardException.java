package io.hnvgateway.dataplane.guard;

import java.io.Serial;

/// The guard's rules could not be set; without them nothing is opened.
public final class GuardException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    public GuardException(String message) {
        super(message);
    }

    public GuardException(String message, Throwable cause) {
        super(message, cause);
    }
}
