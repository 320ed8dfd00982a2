package io.hnvgateway.app.setup;

/// A physical or virtual NIC as the kernel shows it at one moment.
///
/// @param index the kernel's, which rises in the order in which it found them
/// @param mac `02:00:00:00:00:01`, lower case
/// @param driver empty: unknown
/// @param speedMbps 0: unknown
/// @param up whether it is switched on: without it the link is unknown
record Nic(
        String name,
        int index,
        String mac,
        String driver,
        boolean up,
        boolean link,
        int speedMbps) {

    /// For the operator.
    String linkText() {
        if (!up) {
            return "down";
        }
        return link ? "link" : "no link";
    }

    String speedText() {
        return speedMbps == 0 ? "" : speedMbps + " Mbit/s";
    }
}
