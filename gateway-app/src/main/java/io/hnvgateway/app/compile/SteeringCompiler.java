package io.hnvgateway.app.compile;

import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.packet.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the gateway takes for itself, before any routing: for the XDP program and the guard.
final class SteeringCompiler {
    private SteeringCompiler() {}

    static SteeringPolicy compile(
            Underlay underlay,
            List<PortPlan> ports,
            Collection<CompiledNetwork> networks,
            Set<IpAddress> bgpPeers) {
        SteeringClaims claims = SteeringClaims.none();
        ports.forEach(port -> port.addresses().forEach(a -> claims.answered().add(a.address())));
        networks.forEach(claims::add);
        return new SteeringPolicy(
                ports(underlay, ports, claims.tenantVlans()),
                underlay.providerAddresses(),
                claims.publicPrefixes(),
                claims.answered(),
                underlay.hostAddresses().all(),
                underlay.vpnAddresses(),
                claims.rewriteSources(),
                bgpPeers,
                claims.vsids());
    }

    private static Map<String, PortPolicy> ports(
            Underlay underlay, List<PortPlan> ports, Set<Integer> tenantVlans) {
        Map<String, PortPolicy> policies = new HashMap<>();
        for (PortPlan port : ports) {
            Set<Integer> hostVlans = underlay.hostVlans().getOrDefault(port.device(), Set.of());
            PortPolicy before =
                    policies.getOrDefault(
                            port.device(), new PortPolicy(Set.of(), Map.of(), hostVlans));
            policies.put(port.device(), with(port, before));
        }
        int tenantPort = PortPlan.tenantPort(ports);
        if (tenantPort >= 0 && !tenantVlans.isEmpty()) {
            policies.computeIfPresent(
                    ports.get(tenantPort).device(), (_, policy) -> with(tenantVlans, policy));
        }
        return policies;
    }

    /// What the connection string names is the gateway's own.
    private static PortPolicy with(Set<Integer> tenantVlans, PortPolicy device) {
        Map<Integer, Set<PortRole>> vlans = new HashMap<>();
        tenantVlans.forEach(vlan -> vlans.put(vlan, Set.of(PortRole.TENANT)));
        vlans.putAll(device.gatewayVlans());
        return new PortPolicy(device.roles(), vlans, device.hostVlans());
    }

    private static PortPolicy with(PortPlan link, PortPolicy device) {
        if (!link.isTagged()) {
            return new PortPolicy(roles(link), device.gatewayVlans(), device.hostVlans());
        }
        Map<Integer, Set<PortRole>> vlans = new HashMap<>(device.gatewayVlans());
        vlans.put(link.vlan(), roles(link));
        return new PortPolicy(device.roles(), vlans, device.hostVlans());
    }

    private static Set<PortRole> roles(PortPlan link) {
        Set<PortRole> roles = new HashSet<>();
        if (link.backEnd()) {
            roles.add(PortRole.BACK_END);
        }
        if (link.frontEnd()) {
            roles.add(PortRole.FRONT_END);
        }
        return roles;
    }
}
