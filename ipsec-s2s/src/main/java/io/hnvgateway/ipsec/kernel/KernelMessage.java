package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.packet.IpAddress;

/// What the plugin says; see `protocol.h`.
sealed interface KernelMessage {
    record Hello(int protocol, String charonVersion, String pluginVersion)
            implements KernelMessage {}

    record GetSpi(int handle, String connection, IpAddress local, IpAddress remote)
            implements KernelMessage {}

    record AddSa(int handle, int ifId, SaParameters parameters) implements KernelMessage {}

    /// An SA that is well-formed and not for us.
    record UnsupportedSa(int handle, String connection, String reason) implements KernelMessage {}

    record UpdateSa(int handle, SaParameters.Endpoints endpoints) implements KernelMessage {}

    record QuerySa(int handle) implements KernelMessage {}

    record GetPsk(String connection, Parties parties) implements KernelMessage {}

    record Authorize(String connection, Parties parties) implements KernelMessage {}

    record DeleteSa(int handle) implements KernelMessage {}

    record AddTrap(TrapPolicy policy) implements KernelMessage {}

    record DeleteTrap(int reqid, int ifId) implements KernelMessage {}

    record Event(KernelEvent event) implements KernelMessage {}
}
