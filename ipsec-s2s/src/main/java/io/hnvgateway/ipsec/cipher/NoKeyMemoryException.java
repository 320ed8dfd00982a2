package io.hnvgateway.ipsec.cipher;

/// There is no memory for the keys of one more association.
public final class NoKeyMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoKeyMemoryException(Throwable cause) {
        super("no memory for the keys of one more association", cause);
    }
}
