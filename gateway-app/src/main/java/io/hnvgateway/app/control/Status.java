package io.hnvgateway.app.control;

/// The gateway in a few lines.
///
/// @param dataPath what is in use and why, as `xdp (native)` or `packet: no driver support for XDP`
/// @param executor who carries the packets of known flows, as `xdp` or `java: the connection string
///   says so`; where ports differ, of each one that packets leave by: `be: xdp; fe: java: ...`
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
