package io.hnvgateway.app.capture;

import java.io.Serial;

/// A capture that cannot be made now; the message says why.
public final class CaptureRefusedException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    CaptureRefusedException(String message) {
        super(message);
    }
}
