package io.hnvgateway.bgp.bridge;

/// A line of ExaBGP's that is not what its kind has to be; the message says where.
final class MalformedLineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedLineException(String message) {
        super(message);
    }
}
