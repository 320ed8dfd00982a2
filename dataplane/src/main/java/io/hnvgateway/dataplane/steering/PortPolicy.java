package io.hnvgateway.dataplane.steering;

import java.util.Set;

/// The policy of one port.
///
/// @param hostVlans VLAN identifiers 1..4094 whose tagged frames are the host's
public record PortPolicy(Set<PortRole> roles, Set<Integer> hostVlans) {
    public PortPolicy {
        roles = Set.copyOf(roles);
        hostVlans = Set.copyOf(hostVlans);
        for (int vlan : hostVlans) {
            if (vlan < 1 || vlan > 4094) {
                throw new IllegalArgumentException("hostVlans: " + vlan + ": must be 1..4094");
            }
        }
    }

    public static PortPolicy of(PortRole... roles) {
        return new PortPolicy(Set.of(roles), Set.of());
    }
}
