package io.hnvgateway.provider.spi;

import java.util.Map;

/// What a gateway offers.
///
/// @param restVersion of its API, as `v7.1`
/// @param operations by name, in the order of a report; false: not implemented there
public record Capabilities(String restVersion, Map<String, Boolean> operations) {}
