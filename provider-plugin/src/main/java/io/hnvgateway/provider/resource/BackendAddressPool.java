package io.hnvgateway.provider.resource;

/// The sources and targets of rules: all of one virtual network.
public record BackendAddressPool(String resourceId, ResourceReference virtualNetwork)
        implements Resource {}
