package io.hnvgateway.dataplane.xdp;

import java.io.Serial;

/// What an earlier process left does not fit; the message says what, for an operator.
public final class CannotAdoptException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    CannotAdoptException(String what) {
        super(what);
    }
}
