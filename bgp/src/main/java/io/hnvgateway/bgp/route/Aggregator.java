package io.hnvgateway.bgp.route;

/// Who formed an aggregate (RFC 4271 §5.1.7).
public record Aggregator(Asn asn, RouterId router) {}
