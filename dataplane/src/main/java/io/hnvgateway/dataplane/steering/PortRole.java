package io.hnvgateway.dataplane.steering;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// What a link serves; one link may serve both.
public enum PortRole {
    /// Towards the provider network: NVGRE from the hosts.
    BACK_END(1),
    /// Towards the Internet or the data centre: public addresses and routed prefixes.
    FRONT_END(2),
    /// One tenant's own, of a VLAN that the gateway tags: all in it goes to a worker.
    TENANT(16);

    private final int bit;

    PortRole(int bit) {
        this.bit = bit;
    }

    /// As in `steering.h`.
    public int bit() {
        return bit;
    }

    /// @param link `LINK_*` of `steering.h`
    boolean isIn(int link) {
        return (link & bit) != 0;
    }

    /// The roles that a link has.
    static Set<PortRole> rolesOf(int link) {
        return Arrays.stream(values()).filter(role -> role.isIn(link)).collect(Collectors.toSet());
    }

    /// The bits of several roles together.
    public static int bits(Set<PortRole> roles) {
        return roles.stream().mapToInt(PortRole::bit).sum();
    }
}
