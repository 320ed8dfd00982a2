package io.hnvgateway.ipsec.kernel;

/// A message that breaks the protocol. Its text says where, and never what stood there.
final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedMessageException(String message) {
        super(message);
    }
}
