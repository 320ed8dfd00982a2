package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IkeIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An IKEv2 tunnel (RFC 7296) that carries ESP (RFC 4303).
///
/// @param localSelectors, remoteSelectors what is offered to the peer; empty: everything
public record IpSecConnection(
        TunnelEndpoints endpoints,
        Identities identities,
        ConnectionCredential credential,
        MainMode mainMode,
        QuickMode quickMode,
        List<VpnTrafficSelector> localSelectors,
        List<VpnTrafficSelector> remoteSelectors,
        IpSecBehavior behavior)
        implements ConnectionTransport {

    public IpSecConnection {
        localSelectors = List.copyOf(localSelectors);
        remoteSelectors = List.copyOf(remoteSelectors);
    }

    /// Who both sides say they are: an address, a name, user@name or a distinguished name. Null:
    /// the address of that side; of a certificate's owner its subject.
    public record Identities(@Nullable String local, @Nullable String peer) {}

    /// Who the peer must say it is, in the form of [IkeIdentity#canonical]: its only address if
    /// nothing else is written. Null if that is not enough to know it.
    public @Nullable String peerIdentity() {
        if (identities.peer() != null) {
            return IkeIdentity.canonical(identities.peer());
        }
        return endpoints.peers().size() == 1 ? endpoints.peers().getFirst().toString() : null;
    }

    public IpSecConnection with(ConnectionCredential other) {
        return new IpSecConnection(
                endpoints,
                identities,
                other,
                mainMode,
                quickMode,
                localSelectors,
                remoteSelectors,
                behavior);
    }

    @Override
    public ConnectionType type() {
        return ConnectionType.IPSEC;
    }
}
