package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.Labelled;

/// Where a host sends what a route of a [RouteTable] fits.
public enum RouteNextHopType implements Labelled {
    VIRTUAL_APPLIANCE("VirtualAppliance"),
    VNET_LOCAL("VnetLocal"),
    VIRTUAL_NETWORK_GATEWAY("VirtualNetworkGateway"),
    INTERNET("Internet"),
    NONE("None");

    private final String label;

    RouteNextHopType(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    public boolean hasAddress() {
        return this == VIRTUAL_APPLIANCE;
    }
}
