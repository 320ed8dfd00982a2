package io.hnvgateway.app.control;

import io.hnvgateway.packet.Ipv4Address;

/// A packet to explain.
///
/// @param protocol IP protocol number
/// @param sourcePort 0 where the protocol has none or it was not given
public record ExplainQuery(
        String tenant,
        Ipv4Address source,
        Ipv4Address destination,
        int protocol,
        int sourcePort,
        int destinationPort) {}
