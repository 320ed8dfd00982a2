package io.hnvgateway.provider.spi;

import io.hnvgateway.provider.resource.TopLevelResource;

/// A resource as the gateway has it.
///
/// @param etag changes with its content, that of its parts, and its secrets
public record Stored<T extends TopLevelResource>(T resource, String etag) {}
