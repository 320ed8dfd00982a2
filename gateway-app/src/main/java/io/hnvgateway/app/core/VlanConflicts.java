package io.hnvgateway.app.core;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.provider.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of VLANs that the host takes while the gateway tags them itself. They stay the gateway's.
/// Owner: the conductor.
final class VlanConflicts {
    private static final Logger LOG = LoggerFactory.getLogger(VlanConflicts.class);

    private final List<PortPlan> links;
    private Set<Fault> told = Set.of();

    VlanConflicts(List<PortPlan> links) {
        this.links = links.stream().filter(PortPlan::isTagged).toList();
    }

    /// Logs each conflict when it begins.
    ///
    /// @return those that begin
    List<Fault> changed(KernelState state) {
        Set<Fault> now = new HashSet<>();
        for (PortPlan link : links) {
            @Nullable String taken = state.hostVlans(link.device()).get(link.vlan());
            if (taken != null) {
                now.add(conflict(link, taken));
            }
        }
        List<Fault> begun = new ArrayList<>(now);
        begun.removeAll(told);
        begun.forEach(fault -> LOG.warn("event=vlan-conflict fault=\"{}\"", fault));
        told = now;
        return begun;
    }

    private static Fault conflict(PortPlan link, String taken) {
        return Fault.of(
                link.backEnd() ? "BackendInterface" : "FrontEndInterface",
                link.device() + "." + link.vlan(),
                "is the host's interface " + taken + " now, which receives nothing",
                "remove " + taken + " from the host: the gateway tags this VLAN itself");
    }
}
