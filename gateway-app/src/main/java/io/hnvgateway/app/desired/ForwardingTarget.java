package io.hnvgateway.app.desired;

import java.util.List;

/// What turns networks into forwarding: compiles a snapshot, then publishes it.
@FunctionalInterface
public interface ForwardingTarget {

    /// Compiles everything without any effect on traffic. Called under the applier's lock.
    ///
    /// @throws RuntimeException if they do not compile; nothing is changed then
    Publication prepare(List<TenantNetwork> networks);

    /// A compiled snapshot that waits to be published.
    @FunctionalInterface
    interface Publication {

        /// Makes it the one that workers use. Must not fail.
        void publish();
    }
}
