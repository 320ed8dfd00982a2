package io.hnvgateway.app.desired;

import io.hnvgateway.packet.IpAddress;
import java.util.Set;

/// What turns networks into forwarding: compiles the changed ones, then publishes a snapshot.
@FunctionalInterface
public interface ForwardingTarget {

    /// Compiles what changed without any effect on traffic. Called under the applier's lock; a
    /// publication that is not wanted is forgotten.
    ///
    /// @throws RuntimeException if it does not compile; nothing is changed then
    Publication prepare(NetworkChanges changes);

    /// Takes the provider addresses that the control plane announced beside those of lookup
    /// records; a VM may move to such ones only.
    default void announce(Set<IpAddress> providerAddresses) {}

    /// A compiled change that waits to be published.
    @FunctionalInterface
    interface Publication {

        /// Makes it the one that workers use.
        ///
        /// @param times notes the phases `steering` and `publish`
        /// @throws RuntimeException if the guard or the XDP maps refuse it: what was in force stays
        void publish(PhaseTimes times);
    }
}
