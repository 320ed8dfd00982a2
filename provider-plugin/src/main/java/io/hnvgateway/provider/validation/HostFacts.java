package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.Set;

/// What the host that the gateway runs on owns. A tenant never gets any of it.
public interface HostFacts {
    /// For a validation away from the gateway.
    HostFacts NONE = of(Set.of(), Set.of());

    /// Addresses of the host's kernel, on all interfaces.
    Set<IpAddress> ownAddresses();

    /// The gateway's own provider addresses.
    Set<IpAddress> providerAddresses();

    /// What no tenant may reach: the provider network, management networks.
    default Set<IpPrefix> protectedPrefixes() {
        return Set.of();
    }

    static HostFacts of(Set<IpAddress> ownAddresses, Set<IpAddress> providerAddresses) {
        record Fixed(Set<IpAddress> ownAddresses, Set<IpAddress> providerAddresses)
                implements HostFacts {}
        return new Fixed(Set.copyOf(ownAddresses), Set.copyOf(providerAddresses));
    }
}
