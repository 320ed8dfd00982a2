package io.hnvgateway.app.control;

/// The gateway in a few lines.
///
/// @param executor who carries the packets of known flows, as `xdp` or `java: asked for`
/// @param dataPath what is in use and why, as `xdp (native)` or `packet: no driver support for XDP`
public record Status(
        String version,
        long processId,
        long uptimeSeconds,
        String dataPath,
        String executor,
        long generation,
        int networks,
        int sessions,
        String connectionString) {}
