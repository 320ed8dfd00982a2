package io.hnvgateway.app.process;

import io.hnvgateway.app.compile.Underlay;
import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import java.util.Set;
import java.util.stream.Collectors;

/// What the host owns, as the underlay has it.
record KernelHostFacts(Underlay underlay) implements HostFacts {
    @Override
    public Set<Ip4Address> ownAddresses() {
        return underlay.hostAddresses().ipv4().keySet().stream()
                .map(Convert::address)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Ip4Address> providerAddresses() {
        return underlay.providerAddresses().stream()
                .map(Convert::address)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Ip4Prefix> protectedPrefixes() {
        return underlay.protectedPrefixes().stream()
                .map(Convert::prefix)
                .collect(Collectors.toUnmodifiableSet());
    }
}
