package io.hnvgateway.ipsec.vici;

import java.io.IOException;

/// charon cannot be reached, does not answer in time, or answers what is no VICI. The connection is
/// closed then.
public class ViciException extends IOException {
    private static final long serialVersionUID = 1L;

    ViciException(String message) {
        super(message);
    }

    ViciException(String message, Throwable cause) {
        super(message, cause);
    }
}
