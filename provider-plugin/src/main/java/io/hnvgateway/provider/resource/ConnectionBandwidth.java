package io.hnvgateway.provider.resource;

/// The most that a connection carries, of inner packets, in kbit/s; 0: no limit.
public record ConnectionBandwidth(int outboundKbps, int inboundKbps) {
    public static final ConnectionBandwidth UNLIMITED = new ConnectionBandwidth(0, 0);
}
