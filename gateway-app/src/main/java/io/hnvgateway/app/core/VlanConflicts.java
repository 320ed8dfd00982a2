package io.hnvgateway.app.core;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.app.events.GatewayEvent.ConnectionChanged;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.TenantLinks;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.netlink.KernelState;
import io.hnvgateway.provider.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of VLANs that the host takes while the gateway tags them itself, or while they are the
/// links of tenants' L3 connections. They stay the gateway's. Owner: the conductor.
final class VlanConflicts {
    private static final Logger LOG = LoggerFactory.getLogger(VlanConflicts.class);

    private final List<PortPlan> links;
    private final @Nullable String tenantDevice;
    private final TunnelTable tunnels;
    private final Function<RoutingDomainId, String> names;
    private final Consumer<GatewayEvent> events;
    private Set<Fault> told = Set.of();

    /// @param tunnels of all tenants
    /// @param names of networks; empty for one that has just gone
    VlanConflicts(
            List<PortPlan> links,
            TunnelTable tunnels,
            Function<RoutingDomainId, String> names,
            Consumer<GatewayEvent> events) {
        this.links = links.stream().filter(PortPlan::isTagged).toList();
        int port = PortPlan.tenantPort(links);
        this.tenantDevice = port < 0 ? null : links.get(port).device();
        this.tunnels = tunnels;
        this.names = names;
        this.events = events;
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
        Map<Fault, Tunnel.Tenant> tenants = ofTenants(state);
        now.addAll(tenants.keySet());
        List<Fault> begun = new ArrayList<>(now);
        begun.removeAll(told);
        begun.forEach(fault -> tell(fault, tenants.get(fault)));
        told = now;
        return begun;
    }

    private void tell(Fault fault, Tunnel.@Nullable Tenant tenant) {
        LOG.warn("event=vlan-conflict fault=\"{}\"", fault);
        if (tenant != null) {
            events.accept(
                    new ConnectionChanged(
                            names.apply(tenant.rdid()),
                            tenant.connection(),
                            "vlan-conflict",
                            "configuration",
                            fault.toString()));
        }
    }

    private Map<Fault, Tunnel.Tenant> ofTenants(KernelState state) {
        if (tenantDevice == null) {
            return Map.of();
        }
        Map<Fault, Tunnel.Tenant> found = new HashMap<>();
        state.hostVlans(tenantDevice)
                .forEach((vlan, taken) -> {
                    Tunnel tunnel = tunnels.get(tunnels.ofLink(TenantLinks.link(vlan)));
                    if (tunnel != null) {
                        found.put(conflict(tunnel.tenant(), vlan, taken), tunnel.tenant());
                    }
                });
        return found;
    }

    private Fault conflict(Tunnel.Tenant tenant, int vlan, String taken) {
        return Fault.of(
                names.apply(tenant.rdid()) + "/" + tenant.connection(),
                "VLAN " + vlan + " on " + tenantDevice,
                "is the host's interface " + taken + " now, which receives nothing",
                "remove " + taken + " from the host: the VLAN is the tenant's link");
    }

    private static Fault conflict(PortPlan link, String taken) {
        return Fault.of(
                link.backEnd() ? "BackendInterface" : "FrontEndInterface",
                link.device() + "." + link.vlan(),
                "is the host's interface " + taken + " now, which receives nothing",
                "remove " + taken + " from the host: the gateway tags this VLAN itself");
    }
}
