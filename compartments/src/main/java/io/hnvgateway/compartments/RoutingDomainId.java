package io.hnvgateway.compartments;

import java.util.UUID;

/// The RDID: names one customer network, and with it its compartment, on every gateway.
public record RoutingDomainId(UUID value) {
    /// All zeros: the default compartment, which is nobody's network.
    public static final RoutingDomainId DEFAULT = new RoutingDomainId(new UUID(0, 0));

    /// Reads a GUID with or without braces.
    ///
    /// @throws IllegalArgumentException naming the text and the rule
    public static RoutingDomainId parse(String text) {
        String bare =
                text.startsWith("{") && text.endsWith("}")
                        ? text.substring(1, text.length() - 1)
                        : text;
        if (!bare.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new IllegalArgumentException(
                    text
                            + ": a routing domain id is a GUID, as {c0c0c0c0-0000-4000-8000-000000000001}");
        }
        return new RoutingDomainId(UUID.fromString(bare));
    }

    @Override
    public String toString() {
        return "{" + value + "}";
    }
}
