package io.hnvgateway.app.compile;

import io.hnvgateway.dataplane.steering.PortPolicy;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Prefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the gateway takes for itself, before any routing: for the XDP program and the guard.
final class SteeringCompiler {
    private SteeringCompiler() {}

    static SteeringPolicy compile(
            Underlay underlay, List<PortPlan> ports, Collection<CompiledNetwork> networks) {
        Set<Ipv4Prefix> publicPrefixes = new HashSet<>();
        Set<Ipv4Address> answered = new HashSet<>();
        Map<Integer, Integer> vsids = new HashMap<>();
        for (CompiledNetwork network : networks) {
            for (int address : network.publicAddresses()) {
                publicPrefixes.add(Ipv4Prefix.host(address));
                answered.add(new Ipv4Address(address));
            }
            network.source().directPrefixes().stream()
                    .filter(IpPrefix::isIpv4)
                    .forEach(p -> publicPrefixes.add(p.ipv4()));
            int index = network.compartment().index();
            network.source().subnets().forEach(s -> vsids.put(s.vsid().value(), index));
        }
        return new SteeringPolicy(
                ports(ports),
                underlay.providerAddresses().stream()
                        .filter(IpAddress::isIpv4)
                        .map(a -> new Ipv4Address(a.ipv4Bits()))
                        .collect(Collectors.toSet()),
                publicPrefixes,
                answered,
                underlay.hostAddresses().all(),
                vsids);
    }

    private static Map<String, PortPolicy> ports(List<PortPlan> ports) {
        Map<String, PortPolicy> policies = new HashMap<>();
        for (PortPlan port : ports) {
            Set<PortRole> roles = new HashSet<>();
            if (port.backEnd()) {
                roles.add(PortRole.BACK_END);
            }
            if (port.frontEnd()) {
                roles.add(PortRole.FRONT_END);
            }
            policies.put(port.device(), new PortPolicy(roles, Set.of()));
        }
        return policies;
    }
}
