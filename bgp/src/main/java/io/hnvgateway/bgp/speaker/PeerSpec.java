package io.hnvgateway.bgp.speaker;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// A peer as it shall be.
///
/// @param id the gateway's name for it, as `routing domain/peer`; at most 256 bytes
/// @param peerAlias the peer's address in the speakers' namespace; its own, see [Aliases]
/// @param localAlias our address there, that of the peer's shard
/// @param holdSeconds 0 (never) or 3..65535
/// @param gracefulRestartSeconds RFC 4724: 0 (not offered) or 1..4095
/// @param passive whether only the peer opens the connection
public record PeerSpec(
        String id,
        IpAddress peerAlias,
        IpAddress localAlias,
        Asn localAs,
        Asn peerAs,
        RouterId routerId,
        int holdSeconds,
        Ttl ttl,
        Set<AddressFamily> families,
        int gracefulRestartSeconds,
        boolean passive) {
    private static final int LONGEST_ID_BYTES = 256;
    private static final int MOST_HOLD_SECONDS = 0xffff;
    private static final int MOST_RESTART_SECONDS = 0xfff;

    /// @throws IllegalArgumentException naming the value and the rule
    public PeerSpec {
        families = Set.copyOf(families);
        require(
                !id.isEmpty() && id.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID_BYTES,
                "an id has 1.." + LONGEST_ID_BYTES + " bytes");
        require(
                peerAlias.isIpv4() == localAlias.isIpv4(),
                peerAlias + ", " + localAlias + ": aliases must be of one family");
        require(
                holdSeconds == 0 || (holdSeconds >= 3 && holdSeconds <= MOST_HOLD_SECONDS),
                "hold time " + holdSeconds + ": must be 0 or 3.." + MOST_HOLD_SECONDS);
        require(
                gracefulRestartSeconds >= 0 && gracefulRestartSeconds <= MOST_RESTART_SECONDS,
                "restart time " + gracefulRestartSeconds + ": must be 0.." + MOST_RESTART_SECONDS);
        require(!families.isEmpty(), "a peer has at least one address family");
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }
}
