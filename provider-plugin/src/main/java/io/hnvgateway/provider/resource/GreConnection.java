package io.hnvgateway.provider.resource;

/// GRE (RFC 2784) with a key (RFC 2890), in clear.
///
/// @param key 32 bits; with both addresses it tells whose a packet is
public record GreConnection(TunnelEndpoints endpoints, long key) implements ConnectionTransport {
    public static final long MAX_KEY = 0xffff_ffffL;

    @Override
    public ConnectionType type() {
        return ConnectionType.GRE;
    }
}
