package io.hnvgateway.ipsec.sa;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;

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

    /// As `10.0.0.0/24`, `10.0.0.5-10.0.0.9`, with ` protocol 6` and ` port 80-89` unless any.
    @Override
    public String toString() {
        return addresses()
                + (protocol == 0 ? "" : " protocol " + protocol)
                + (isAnyPort() ? "" : " port " + ports());
    }

    private String addresses() {
        for (int length = from.isIpv4() ? 32 : 128; length >= 0; length--) {
            IpPrefix prefix = IpPrefix.of(from, length);
            if (prefix.first().equals(from) && prefix.last().equals(to)) {
                return prefix.toString();
            }
        }
        return from + "-" + to;
    }

    private String ports() {
        return fromPort == toPort ? Integer.toString(fromPort) : fromPort + "-" + toPort;
    }
}
