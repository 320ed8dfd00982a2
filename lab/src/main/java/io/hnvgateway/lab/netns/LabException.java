package io.hnvgateway.lab.netns;

/// The lab itself could not do its work; says nothing about the gateway.
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
