package io.hnvgateway.lab.gateway;

/// How the gateway is to forward.
///
/// @param dataPath `auto`, `xdp`, `xdp-generic` or `packet`
/// @param executor of known flows: `xdp`, or `java` for the workers alone
/// @param workers threads that forward
public record Forwarding(String dataPath, String executor, int workers) {
    /// As a gateway does unless told otherwise.
    public static final Forwarding DEFAULT = new Forwarding("auto", "xdp", 1);

    /// Its part of the connection string.
    public String keys() {
        return "DataPath=%s;Executor=%s;Workers=%d".formatted(dataPath, executor, workers);
    }

    /// Whether the XDP program has to execute known flows.
    ///
    /// @param dataPathInUse as `hnvctl status` tells it
    public boolean executesInXdp(String dataPathInUse) {
        return executor.equals("xdp") && dataPathInUse.startsWith("XDP");
    }
}
