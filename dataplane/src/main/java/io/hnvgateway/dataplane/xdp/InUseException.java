package io.hnvgateway.dataplane.xdp;

/// Another gateway has what this one was to take: it is asked to leave, never pushed away.
public final class InUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InUseException(String message) {
        super(message);
    }
}
