package io.hnvgateway.app.control;

import io.hnvgateway.packet.IpAddress;

/// A packet to explain.
///
/// @param protocol IP protocol number
/// @param sourcePort 0 where the protocol has none or it was not given
public record ExplainQuery(
        String tenant,
        IpAddress source,
        IpAddress destination,
        int protocol,
        int sourcePort,
        int destinationPort) {}
