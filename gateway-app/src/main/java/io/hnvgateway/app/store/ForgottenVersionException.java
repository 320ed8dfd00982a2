package io.hnvgateway.app.store;

import java.io.IOException;

/// A change that the history does not hold, or not what takes it back.
public final class ForgottenVersionException extends IOException {
    private static final long serialVersionUID = 1;

    private final long version;

    public ForgottenVersionException(long version) {
        super("what takes version " + version + " back is not kept");
        this.version = version;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public long version() {
        return version;
    }
}
