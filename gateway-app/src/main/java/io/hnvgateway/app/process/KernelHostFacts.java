package io.hnvgateway.app.process;

import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What the host owns, as the underlay has it.
record KernelHostFacts(Underlay underlay) implements HostFacts {
    @Override
    public List<IpAddress> vpnAddresses() {
        return underlay.vpnAddressesInOrder().stream().map(Convert::address).toList();
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
