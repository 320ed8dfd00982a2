package io.hnvgateway.compartments;

import io.hnvgateway.packet.flow.FlowAction;
import org.jspecify.annotations.Nullable;

/// Kinds of a tenant's traffic for which it may be billed, by direction: *in* is towards its VMs.
/// What tunnels carry is counted by their own tables.
public enum UsageKind {
    /// Through the front end, translated: NAT, 1:1, prefix translation.
    NAT_IN("nat", "in"),
    NAT_OUT("nat", "out"),
    /// Through the front end with the tenant's own addresses.
    DIRECT_IN("direct", "in"),
    DIRECT_OUT("direct", "out"),
    /// From VM to VM, counted once.
    NETWORK("network", "out"),
    /// BGP with peers among the tenant's VMs.
    BGP_IN("bgp", "in"),
    BGP_OUT("bgp", "out");

    private final String label;
    private final String direction;

    UsageKind(String label, String direction) {
        this.label = label;
        this.direction = direction;
    }

    /// As bills and metrics name it.
    public String label() {
        return label;
    }

    /// `in` or `out`.
    public String direction() {
        return direction;
    }

    /// What a packet is that an action carries; null for one into a tunnel.
    public static @Nullable UsageKind of(FlowAction action) {
        return of(action.action, action.session);
    }

    /// As [#of(FlowAction)].
    ///
    /// @param action bits of [FlowAction#action]
    /// @param session as in [FlowAction#session]
    public static @Nullable UsageKind of(int action, int session) {
        if ((action & FlowAction.TUNNEL) != 0) {
            return null;
        }
        boolean toVm = (action & FlowAction.ENCAPSULATE) != 0;
        if (toVm && (action & FlowAction.DECAPSULATE) != 0) {
            return NETWORK;
        }
        int rewrites = FlowAction.REWRITE_SOURCE | FlowAction.REWRITE_DESTINATION;
        boolean translated = session != FlowAction.NO_SESSION || (action & rewrites) != 0;
        if (toVm) {
            return translated ? NAT_IN : DIRECT_IN;
        }
        return translated ? NAT_OUT : DIRECT_OUT;
    }
}
