package io.hnvgateway.app.control;

import java.util.List;

/// The gateway in a few lines.
///
/// @param start what it went on with when it started, as `adopted: 9 mappings, 12 sessions, 24
///   flows; 0 records refused, 0 half written, 0 idle` or `clean (there is no
///   /run/hnv-gateway/checkpoint)`
/// @param dataPath what is in use and why, as `xdp (native)` or `packet: no driver support for XDP`
/// @param executor who carries the packets of known flows, as `xdp` or `java: the connection string
///   says so`; where ports differ, of each one that packets leave by: `be: xdp; fe: java: ...`
/// @param workers of each the core that it runs on and why, as `worker-0: core 1: away from receive
///   interrupts of eth0 (cores 0)`
/// @param drained the provider's routers are told of nothing behind it
/// @param vmHost label of the connection string, for controllers; empty: none
/// @param gatewayVM as `vmHost`
public record Status(
        String version,
        long processId,
        long uptimeSeconds,
        String start,
        String dataPath,
        String executor,
        List<String> workers,
        long generation,
        int networks,
        int sessions,
        boolean drained,
        String vmHost,
        String gatewayVM,
        String connectionString) {}
