package io.hnvgateway.app.compile;

import io.hnvgateway.packet.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the connection string says of the underlay.
///
/// @param providerAddresses empty: those of the back-end interfaces
public record UnderlayOptions(
        List<IpAddress> providerAddresses,
        @Nullable IpAddress frontEndGateway,
        @Nullable IpAddress backEndGateway) {
    public UnderlayOptions {
        providerAddresses = List.copyOf(providerAddresses);
    }
}
