package io.hnvgateway.app.compile;

import java.util.List;
import java.util.Set;

/// Is told which IPSec connections are to be in force. Called under the compiler's lock, before
/// workers have the routes: must return at once.
@FunctionalInterface
public interface IpSecTunnels {
    /// Of a gateway that has no IKE.
    IpSecTunnels NONE = (_, _) -> {};

    /// @param ended names of connections that are in force no more; of some it was never told
    /// @param present new ones, changed ones and some that are as before
    void update(Set<String> ended, List<IpSecTunnel> present);
}
