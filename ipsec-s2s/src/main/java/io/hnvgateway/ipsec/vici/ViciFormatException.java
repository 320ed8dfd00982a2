package io.hnvgateway.ipsec.vici;

/// Bytes that are no packet of VICI.
public final class ViciFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ViciFormatException(String message) {
        super(message);
    }
}
