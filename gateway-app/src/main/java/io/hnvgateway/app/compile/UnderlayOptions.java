package io.hnvgateway.app.compile;

import io.hnvgateway.packet.Ipv4Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the connection string says of the underlay.
///
/// @param providerAddresses empty: those of the back-end interfaces
public record UnderlayOptions(
        List<Ipv4Address> providerAddresses,
        @Nullable Ipv4Address frontEndGateway,
        @Nullable Ipv4Address backEndGateway) {
    public UnderlayOptions {
        providerAddresses = List.copyOf(providerAddresses);
    }
}
