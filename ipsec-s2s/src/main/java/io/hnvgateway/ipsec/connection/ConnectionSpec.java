package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One IPsec connection as it shall be: compiled from the desired state, with all defaults filled
/// in. Equal specs ask for the same.
///
/// @param name handle, as `<routing domain>/<connection id>`
/// @param interfaceId 1.., of this connection alone
public record ConnectionSpec(
        String name,
        int interfaceId,
        Sides sides,
        Credential credential,
        Ike ike,
        Child child,
        Start start) {

    /// When it comes up.
    public enum Start {
        /// When [Connections#demand] says so.
        ON_DEMAND,
        /// At once, and again whenever it went down.
        ALWAYS,
        /// When the peer sets it up.
        BY_PEER
    }

    /// Both ends of the tunnel.
    ///
    /// @param local null: whatever address leads to the peer
    /// @param remotes tried in their order; empty: any, for [Start#BY_PEER]
    /// @param localId, remoteId null: the address of that side
    /// @param initiateOnly a peer's own attempt is ended
    public record Sides(
            @Nullable IpAddress local,
            List<IpAddress> remotes,
            @Nullable String localId,
            @Nullable String remoteId,
            boolean initiateOnly) {
        public Sides {
            remotes = List.copyOf(remotes);
        }
    }

    /// How the two sides prove who they are.
    public sealed interface Credential {}

    /// A pre-shared key, which its text never shows.
    public record Psk(String secret) implements Credential {
        @Override
        public String toString() {
            return "Psk";
        }
    }

    /// A certificate of each side.
    public record Certified(ConnectionCertificate certificate) implements Credential {}

    /// @param proposals in charon's words
    /// @param rekeySeconds after which the IKE_SA gets new keys
    /// @param deadPeerSeconds of silence, after which the peer is asked; 0 never
    /// @param forcesEncapsulation ESP in UDP even without a NAT
    public record Ike(
            List<String> proposals,
            int rekeySeconds,
            int deadPeerSeconds,
            boolean forcesEncapsulation) {
        public Ike {
            proposals = List.copyOf(proposals);
        }
    }

    /// @param proposals in charon's words
    /// @param rekeySeconds, rekeyBytes after which a CHILD_SA gets new keys; bytes 0: no limit
    /// @param idleSeconds without packets, after which it ends; 0 never
    /// @param local, remote what is offered; empty: everything
    public record Child(
            List<String> proposals,
            int rekeySeconds,
            long rekeyBytes,
            int idleSeconds,
            List<TrafficSelector> local,
            List<TrafficSelector> remote) {
        public Child {
            proposals = List.copyOf(proposals);
            local = List.copyOf(local);
            remote = List.copyOf(remote);
        }
    }

    public ConnectionSpec {
        if (interfaceId < 1) {
            throw new IllegalArgumentException("interface id " + interfaceId);
        }
        Objects.requireNonNull(name);
    }
}
