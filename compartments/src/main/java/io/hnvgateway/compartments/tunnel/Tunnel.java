package io.hnvgateway.compartments.tunnel;

import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/// A tunnel as it is configured; immutable, replaced whole in [TunnelTable].
///
/// @param index 1..[TunnelTable#LIMIT] - 1, the same while the connection exists
/// @param tenant whose it is
/// @param path what it goes over
/// @param limits how much of it may be used
/// @param state what changes with traffic; kept when the configuration changes
public record Tunnel(int index, Tenant tenant, Path path, Limits limits, TunnelState state) {
    /// What carries the packets.
    public enum Kind {
        /// ESP in tunnel mode (RFC 4303).
        IPSEC,
        /// GRE, with or without a key (RFC 2784, RFC 2890).
        GRE,
        /// Nothing: the packets leave as they are for a next hop on a link that is the tenant's.
        L3
    }

    /// Whose tunnel it is. A compartment's index may be another one's later: both must fit.
    ///
    /// @param compartment index of the compartment, 1..65535
    /// @param connection its name, as the tenant's configuration gives it
    public record Tenant(int compartment, RoutingDomainId rdid, String connection) {}

    /// What a tunnel goes over.
    ///
    /// @param local GRE and IPSEC: the gateway's outer address; L3: its address on the link
    /// @param remote GRE and IPSEC: the peer's outer address, `::` when only its security
    ///   associations know it; L3: the next hop
    /// @param key GRE: the key, 0..2^32 - 1, or [#NO_KEY]
    /// @param otherRemote L3: the next hop of the other family; null: there is none
    /// @param link L3: index of the tenant's link
    /// @param mtuBytes largest outer packet that is known to reach the peer (L3: largest packet)
    public record Path(
            Kind kind,
            IpAddress local,
            IpAddress remote,
            @Nullable IpAddress otherRemote,
            long key,
            int link,
            int mtuBytes) {
        public static final long NO_KEY = -1;

        /// Of ESP between two addresses.
        public static Path ipsec(IpAddress local, IpAddress remote, int mtuBytes) {
            return new Path(Kind.IPSEC, local, remote, null, NO_KEY, 0, mtuBytes);
        }

        /// Of GRE between two addresses.
        public static Path gre(IpAddress local, IpAddress remote, long key, int mtuBytes) {
            return new Path(Kind.GRE, local, remote, null, key, 0, mtuBytes);
        }

        /// Of a link of the tenant's own.
        ///
        /// @param otherNextHop of the other family; null: there is none
        public static Path l3(
                IpAddress local,
                IpAddress nextHop,
                @Nullable IpAddress otherNextHop,
                int link,
                int mtuBytes) {
            return new Path(Kind.L3, local, nextHop, otherNextHop, NO_KEY, link, mtuBytes);
        }

        /// L3: the next hop of packets of a family; null when there is none.
        public @Nullable IpAddress nextHop(boolean ipv6) {
            return remote.isIpv4() != ipv6 ? remote : otherRemote;
        }
    }

    /// How much inner traffic may pass, in kilobits a second; 0: as much as there is.
    public record Limits(long inKbps, long outKbps) {
        public static final Limits NONE = new Limits(0, 0);
    }

    /// Builds a tunnel.
    public Tunnel {
        if (index <= 0 || index >= TunnelTable.LIMIT) {
            throw new IllegalArgumentException("tunnel index " + index);
        }
        state.limit(limits);
    }

    public Kind kind() {
        return path.kind;
    }

    /// The worker that all its packets go by. The XDP program counts alike.
    ///
    /// @param workers how many there are
    public int owner(int workers) {
        return index % workers;
    }
}
