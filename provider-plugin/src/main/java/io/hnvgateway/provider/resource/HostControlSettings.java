package io.hnvgateway.provider.resource;

/// The control packets of MS-NVGREE between hosts and the gateway.
///
/// @param acceptRedirects a host may say where a VM of its moved
/// @param sendUnreachable a host is told of packets that there is no policy for
public record HostControlSettings(boolean acceptRedirects, boolean sendUnreachable) {
    public static final HostControlSettings DEFAULT = new HostControlSettings(true, true);
}
