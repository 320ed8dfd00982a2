package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// What a [RoutePolicy] does with routes that it fits.
public enum PolicyType implements Labelled {
    PERMIT("Permit"),
    DENY("Deny"),
    /// Sets, and the policies behind it go on with the result.
    CONTINUE("Continue");

    private final String label;

    PolicyType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
