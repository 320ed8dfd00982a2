package io.hnvgateway.lab.controller;

/// The controller cannot do what it was asked for; the message says why.
public final class ControllerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ControllerException(String message) {
        super(message);
    }
}
