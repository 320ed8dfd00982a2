package io.hnvgateway.app.store;

import java.io.IOException;

/// The stored state is not what was written.
final class DamagedStateException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedStateException(String rule) {
        super(rule);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
