package io.hnvgateway.app.view;

import io.hnvgateway.ipsec.connection.ConnectionStatus;
import io.hnvgateway.ipsec.sa.SecurityAssociation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the IPsec side knows of a tunnel, for who asks. Any thread; answers at once.
@FunctionalInterface
public interface TunnelStatuses {
    /// Of a gateway without IPsec.
    TunnelStatuses NONE = _ -> null;

    /// How the IPsec connection behind a tunnel is doing.
    ///
    /// @param tunnel index as in [io.hnvgateway.compartments.tunnel.TunnelTable]
    /// @return null for a tunnel of another kind, and for one that IKE knows nothing of
    @Nullable TunnelStatus of(int tunnel);

    /// A connection with all its security associations, of both directions.
    record TunnelStatus(ConnectionStatus connection, List<SecurityAssociation> associations) {
        public TunnelStatus {
            associations = List.copyOf(associations);
        }
    }
}
