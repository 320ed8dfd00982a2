package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// When the gateway sets a tunnel up.
public enum Initiation implements Labelled {
    /// When the first packet for one of its routes comes.
    ON_DEMAND("OnDemand"),
    /// At once and always.
    AT_START("AtStart"),
    /// Never: it waits for the peer.
    RESPONDER_ONLY("ResponderOnly");

    private final String label;

    Initiation(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
