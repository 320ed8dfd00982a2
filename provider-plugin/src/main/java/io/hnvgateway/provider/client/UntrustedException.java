package io.hnvgateway.provider.client;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/// A certificate is not that of the gateway; the message says which one came.
final class UntrustedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    UntrustedException(String message) {
        super(message);
    }

    UntrustedException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The one that an exception of TLS came from; null: none.
    static @Nullable UntrustedException in(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof UntrustedException found) {
                return found;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
