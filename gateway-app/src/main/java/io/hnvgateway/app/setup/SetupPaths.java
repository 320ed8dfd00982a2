package io.hnvgateway.app.setup;

import java.nio.file.Path;
import java.util.Map;

/// Where everything lies that the first boot reads and writes.
///
/// @param credentials directory of the unit's credentials
/// @param cloudInit its run directory
/// @param kvpPool what the host gave: pool 0 of hv_kvp_daemon
/// @param kvpDevice there on Hyper-V only; in sysfs, for a unit with a `/dev` of its own sees no
///   other
/// @param memory directory of what was seen
/// @param gatewayState the gateway's `StateDirectory`
/// @param interfaces one directory for each network interface
record SetupPaths(
        Path credentials,
        Path cloudInit,
        Path kvpPool,
        Path kvpDevice,
        Path etc,
        Path memory,
        Path gatewayState,
        Path interfaces) {

    /// Those of a system whose root is there.
    static SetupPaths of(Path root, Map<String, String> environment) {
        String given = environment.get("CREDENTIALS_DIRECTORY");
        return new SetupPaths(
                given == null ? root.resolve("run/credentials/none") : Path.of(given),
                root.resolve("run/cloud-init"),
                root.resolve("var/lib/hyperv/.kvp_pool_0"),
                root.resolve("sys/class/misc/vmbus!hv_kvp"),
                root.resolve("etc"),
                root.resolve("var/lib/hnv-gateway-setup"),
                root.resolve("var/lib/hnv-gateway"),
                root.resolve("sys/class/net"));
    }

    /// The directory of the appliance's own settings.
    Path settings() {
        return etc.resolve("hnv-gateway");
    }

    Path networkd() {
        return etc.resolve("systemd/network");
    }
}
