package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// What a lookup record says, in the names of the published cmdlets.
public enum RecordType implements Labelled {
    /// This customer address is there.
    STATIC("Static"),
    /// As [#STATIC], learned from a host: what is learned later may replace it.
    DYNAMIC("Dynamic"),
    /// A VM with this MAC is there; its customer addresses are learned.
    L2_ONLY("L2Only"),
    /// All customer addresses outside of the network are there: policy for the hosts.
    GATEWAY_WILDCARD("GatewayWildcard");

    private final String label;

    RecordType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    public boolean hasCustomerAddress() {
        return this == STATIC || this == DYNAMIC;
    }
}
