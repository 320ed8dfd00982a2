package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.packet.IpAddress;

/// The two ends of an IKE_SA; identities as charon prints them, empty while unknown.
public record Parties(
        String localId,
        String remoteId,
        IpAddress local,
        int localPort,
        IpAddress remote,
        int remotePort) {}
