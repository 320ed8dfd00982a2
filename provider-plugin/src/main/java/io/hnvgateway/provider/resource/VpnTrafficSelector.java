package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpRange;

/// Which packets a tunnel may carry on one side (RFC 7296 §3.13.1).
///
/// @param protocol number of an IP protocol; 0 any
/// @param firstPort, lastPort 0..65535: any
public record VpnTrafficSelector(IpRange addresses, int protocol, int firstPort, int lastPort) {
    public static final int LAST_PORT = 65_535;
}
