package io.hnvgateway.provider.resource;

/// Makes a public address usable by the rules of its load balancer.
public record FrontendIpConfiguration(String resourceId, ResourceReference publicIPAddress)
        implements Resource {}
