package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// Groups for the exchange of keys (RFC 8247 §2.4).
public enum DiffieHellmanGroup implements Labelled {
    GROUP2("Group2", true),
    GROUP14("Group14", false),
    GROUP15("Group15", false),
    GROUP16("Group16", false),
    ECP256("ECP256", false),
    ECP384("ECP384", false),
    GROUP24("Group24", true);

    private final String label;
    private final boolean weak;

    DiffieHellmanGroup(String label, boolean weak) {
        this.label = label;
        this.weak = weak;
    }

    @Override
    public String label() {
        return label;
    }

    /// Not to be offered unless the operator insists.
    public boolean isWeak() {
        return weak;
    }
}
