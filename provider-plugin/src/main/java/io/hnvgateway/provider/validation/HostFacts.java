package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /// Front-end addresses that tunnels may end at, those that are chosen first in front; null: not
    /// known, so that no rule asks for them.
    default @Nullable List<IpAddress> vpnAddresses() {
        return null;
    }

    /// The addresses of the front end with the networks that they are on, in the order in which the
    /// gateway chooses among them; null: not known, so that no rule asks for them.
    default @Nullable List<FrontEndAddress> frontEndAddresses() {
        return null;
    }

    /// An address of the front end.
    ///
    /// @param network whose addresses are neighbours
    record FrontEndAddress(IpAddress address, IpPrefix network) {}

    /// VLANs on the front end that are not for tenants → whose they are, as `VLAN of the host's
    /// interface eth0.7`.
    default Map<Integer, String> takenVlans() {
        return Map.of();
    }

    /// The same for a state that was valid once: an address of the front end that comes later than
    /// the gateway is no reason to refuse it.
    default HostFacts ofStoredState() {
        record Stored(HostFacts host) implements HostFacts {
            @Override
            public Set<IpAddress> ownAddresses() {
                return host.ownAddresses();
            }

            @Override
            public Set<IpAddress> providerAddresses() {
                return host.providerAddresses();
            }

            @Override
            public Set<IpPrefix> protectedPrefixes() {
                return host.protectedPrefixes();
            }
        }
        return new Stored(this);
    }

    static HostFacts of(Set<IpAddress> ownAddresses, Set<IpAddress> providerAddresses) {
        record Fixed(Set<IpAddress> ownAddresses, Set<IpAddress> providerAddresses)
                implements HostFacts {}
        return new Fixed(Set.copyOf(ownAddresses), Set.copyOf(providerAddresses));
    }
}
