package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import java.util.Set;

/// What the host that the gateway runs on owns. A tenant never gets any of it.
public interface HostFacts {
    /// For a validation away from the gateway.
    HostFacts NONE = of(Set.of(), Set.of());

    /// Addresses of the host's kernel, on all interfaces.
    Set<Ip4Address> ownAddresses();

    /// The gateway's own provider addresses.
    Set<Ip4Address> providerAddresses();

    /// What no tenant may reach: the provider network, management networks.
    default Set<Ip4Prefix> protectedPrefixes() {
        return Set.of();
    }

    static HostFacts of(Set<Ip4Address> ownAddresses, Set<Ip4Address> providerAddresses) {
        record Fixed(Set<Ip4Address> ownAddresses, Set<Ip4Address> providerAddresses)
                implements HostFacts {}
        return new Fixed(Set.copyOf(ownAddresses), Set.copyOf(providerAddresses));
    }
}
