package io.hnvgateway.app.setup;

import io.hnvgateway.app.setup.NetworkPlan.Assigned;
import java.util.List;

/// Tries a NIC in its role.
@FunctionalInterface
interface LinkTests {
    /// One thing that was looked at.
    record Finding(boolean good, String text) {
        @Override
        public String toString() {
            return (good ? "  ok    " : "  FAIL  ") + text;
        }
    }

    /// Blocks for some seconds.
    List<Finding> of(Assigned nic);
}
