package io.hnvgateway.ipsec.certificate;

/// A key or certificate that cannot serve; the message says why, and never shows a key.
public final class CertificateFaultException extends Exception {
    private static final long serialVersionUID = 1L;

    CertificateFaultException(String message) {
        super(message);
    }

    CertificateFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
