package io.hnvgateway.app.backup;

/// A backup that cannot be taken; nothing was changed.
final class BackupException extends Exception {
    private static final long serialVersionUID = 1;

    BackupException(String rule) {
        super(rule);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
