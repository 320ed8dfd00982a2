package io.hnvgateway.app.desired;

import io.hnvgateway.bgp.policy.PolicyMap;
import io.hnvgateway.bgp.rib.PrefixLimit;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The BGP router of the default compartment, references resolved: whom of the provider's routers
/// it speaks with. What it speaks from follows from the front end's addresses, which come and go.
///
/// @param routerId null: the first IPv4 address of the front end
/// @param pools prefixes of public addresses that are told whole, whether they are in use or not
public record ProviderBgp(
        Asn asn, @Nullable RouterId routerId, List<IpPrefix> pools, List<Peer> peers) {

    public ProviderBgp {
        pools = List.copyOf(pools);
        peers = List.copyOf(peers);
    }

    /// A router of the provider's.
    ///
    /// @param local null: the front end's address on the network that it is on
    /// @param session its families are none where that of the address is meant
    public record Peer(
            IpAddress address,
            Asn asn,
            @Nullable IpAddress local,
            PolicyMap policyOut,
            PrefixLimit prefixLimit,
            TenantBgp.Session session) {
        public String name() {
            return address.toString();
        }

        /// The families that routes are told of.
        public Set<AddressFamily> families() {
            return session.families().isEmpty()
                    ? Set.of(AddressFamily.of(address))
                    : session.families();
        }
    }
}
