package io.hnvgateway.ipsec.sa;

import io.hnvgateway.packet.IpAddress;

/// Which packets an SA may carry on one of its sides (RFC 7296 §3.13.1).
///
/// @param from first address, of the same family as `to`
/// @param to last address, not below `from`
/// @param protocol IP protocol number, 0 any
/// @param fromPort first port, 0..65535; of ICMP type and code
/// @param toPort last port, not below `fromPort`; 0..65535 means any
public record TrafficSelector(
        IpAddress from, IpAddress to, int protocol, int fromPort, int toPort) {
    private static final int LAST_PORT = 65535;

    public boolean isAnyPort() {
        return fromPort == 0 && toPort == LAST_PORT;
    }
}
