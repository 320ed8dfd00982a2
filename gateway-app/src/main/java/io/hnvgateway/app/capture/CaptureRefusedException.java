package io.hnvgateway.app.capture;

import java.io.Serial;

/// A capture that cannot be made now; the message says why.
public final class CaptureRefusedException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final boolean forNow;

    /// @param forNow the same may be made later
    public CaptureRefusedException(String message, boolean forNow) {
        super(message);
        this.forNow = forNow;
    }

    public boolean isForNow() {
        return forNow;
    }
}
