package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the session with a peer is held.
///
/// @param localAddress the gateway's own address; null: that on the peer's network, else the
///   router's
/// @param holdSeconds 0 (never ends for silence) or 3..65535
/// @param hops that packets to the peer may take, 1..255; null: 1, within one AS 64
/// @param ttlSecurity RFC 5082: the peer is on the same link and sends with 255
/// @param families empty: that of the peer's address
/// @param gracefulRestartSeconds RFC 4724: 0 (not offered) or 1..4095
/// @param passive whether only the peer begins
/// @param bfd null: its end is noticed by the hold time alone
public record BgpSession(
        @Nullable IpAddress localAddress,
        int holdSeconds,
        @Nullable Integer hops,
        boolean ttlSecurity,
        Set<BgpFamily> families,
        int gracefulRestartSeconds,
        boolean passive,
        @Nullable BgpBfd bfd) {
    public static final BgpSession DEFAULT =
            new BgpSession(null, 180, null, false, Set.of(), 120, false, null);

    public BgpSession {
        families = Set.copyOf(families);
    }
}
