package io.hnvgateway.ipsec.stage;

import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.Tunnel;
import org.jspecify.annotations.Nullable;

/// Where workers find security associations, without a lock.
public interface SecurityAssociations {
    /// Of a gateway without IPsec.
    SecurityAssociations NONE =
            new SecurityAssociations() {
                @Override
                public @Nullable InboundSa inbound(int spi) {
                    return null;
                }

                @Override
                public @Nullable Tunnel tunnel(int index) {
                    return null;
                }
            };

    /// The association of a packet with this SPI.
    @Nullable InboundSa inbound(int spi);

    /// The outbound associations of a tunnel.
    ///
    /// @param index as in [io.hnvgateway.compartments.tunnel.TunnelTable]
    @Nullable Tunnel tunnel(int index);

    /// Those of a database whose tunnels have their indices from the table of tunnels.
    static SecurityAssociations of(SaDatabase database) {
        return new SecurityAssociations() {
            @Override
            public @Nullable InboundSa inbound(int spi) {
                return database.find(spi);
            }

            @Override
            public @Nullable Tunnel tunnel(int index) {
                return database.tunnel(index);
            }
        };
    }
}
