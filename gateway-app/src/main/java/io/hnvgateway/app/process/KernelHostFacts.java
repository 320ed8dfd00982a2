package io.hnvgateway.app.process;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What the host owns, as the underlay has it.
///
/// @param links the gateway's own
record KernelHostFacts(Underlay underlay, List<PortPlan> links) implements HostFacts {
    @Override
    public Map<Integer, String> takenVlans() {
        int port = PortPlan.tenantPort(links);
        if (port < 0) {
            return Map.of();
        }
        String device = links.get(port).device();
        Map<Integer, String> taken = new HashMap<>();
        underlay.hostVlans()
                .getOrDefault(device, Set.of())
                .forEach(vlan -> taken.put(vlan, "that of an interface of the host on " + device));
        links.stream()
                .filter(link -> link.isTagged() && link.device().equals(device))
                .forEach(link ->
                        taken.put(link.vlan(), "the gateway's own " + device + "." + link.vlan()));
        return taken;
    }

    @Override
    public List<IpAddress> vpnAddresses() {
        return underlay.vpnAddressesInOrder().stream().map(Convert::address).toList();
    }

    @Override
    public List<FrontEndAddress> frontEndAddresses() {
        return underlay.frontEndAddresses().stream()
                .map(own ->
                        new FrontEndAddress(
                                Convert.address(own.at().address()),
                                Convert.prefix(own.at().onLink())))
                .toList();
    }

    @Override
    public Set<IpAddress> ownAddresses() {
        return underlay.hostAddresses().byAddress().keySet().stream()
                .map(Convert::address)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<IpAddress> providerAddresses() {
        return underlay.providerAddresses().stream()
                .map(Convert::address)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<IpPrefix> protectedPrefixes() {
        return underlay.protectedPrefixes().stream()
                .map(Convert::prefix)
                .collect(Collectors.toUnmodifiableSet());
    }
}
