package io.hnvgateway.app.process;

import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import java.util.Set;
import java.util.stream.Collectors;

/// What the host owns, as the underlay has it.
record KernelHostFacts(Underlay underlay) implements HostFacts {
    @Override
    public Set<Ip4Address> ownAddresses() {
        return underlay.hostAddresses().byAddress().keySet().stream()
                .filter(IpAddress::isIpv4)
                .map(Convert::address)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Ip4Address> providerAddresses() {
        return underlay.providerAddresses().stream()
                .filter(IpAddress::isIpv4)
                .map(Convert::address)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Ip4Prefix> protectedPrefixes() {
        return underlay.protectedPrefixes().stream()
                .filter(IpPrefix::isIpv4)
                .map(Convert::prefix)
                .collect(Collectors.toUnmodifiableSet());
    }
}
