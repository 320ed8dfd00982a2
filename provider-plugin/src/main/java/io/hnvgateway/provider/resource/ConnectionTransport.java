package io.hnvgateway.provider.resource;

/// How packets get to the other site.
public sealed interface ConnectionTransport permits IpSecConnection, GreConnection, L3Connection {

    /// As MS-NCNBI calls it in `connectionType`.
    ConnectionType type();
}
