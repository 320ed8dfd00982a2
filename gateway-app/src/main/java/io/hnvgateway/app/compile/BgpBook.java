package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.NetworkBook.Swap;
import io.hnvgateway.app.desired.NetworkChanges.ProviderChange;
import io.hnvgateway.app.desired.ProviderBgp;
import io.hnvgateway.app.desired.TenantBgp;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.punt.PuntTable;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The BGP of all compartments as it is compiled: which peer has which number, and who exchanges
/// which routes. Owner: whoever holds the compiler's lock.
final class BgpBook {
    private final PuntBook punts;
    private final BgpNetworks listener;
    private final ProviderBook provider = new ProviderBook();

    /// Of [#provider] that [#punts] have.
    private @Nullable PuntPeers punted;

    /// The router before the last change.
    private @Nullable ProviderBgp before;

    private boolean providerChanged;
    private boolean providerTold;

    BgpBook(PuntLedger ledger, BgpNetworks listener) {
        punts = new PuntBook(ledger);
        this.listener = listener;
    }

    PuntTable table() {
        return punts.table();
    }

    /// @throws IllegalStateException when there is no room for so many more
    void requireRoomFor(int more) {
        punts.requireRoomFor(more);
    }

    /// Takes a change of the default compartment's router.
    ///
    /// @param change null: there is none
    /// @return whether what the gateway takes for itself is other than before
    boolean take(@Nullable ProviderChange change, Underlay underlay) {
        before = provider.wanted();
        return change != null && take(change.after(), underlay);
    }

    /// Undoes the last [#take(ProviderChange, Underlay)].
    void takeBack(Underlay underlay) {
        take(before, underlay);
    }

    /// Takes another front end.
    void take(Underlay underlay) {
        take(provider.wanted(), underlay);
    }

    private boolean take(@Nullable ProviderBgp wanted, Underlay underlay) {
        Set<IpAddress> addresses = provider.peerAddresses();
        provider.take(wanted, underlay);
        providerChanged = true;
        return !addresses.equals(provider.peerAddresses());
    }

    /// Whose packets with TCP port 179 are the gateway's, on links of the front end.
    Set<IpAddress> providerPeers() {
        return provider.peerAddresses();
    }

    /// The provider's routers are told nothing, or everything again.
    void drain(boolean drained) {
        provider.drained(drained);
        providerChanged = true;
        tellProvider(Set.of(), List.of());
    }

    /// Takes networks that changed; the first time all there are.
    ///
    /// @param all networks, with the changes
    void swap(List<Swap> swaps, Collection<CompiledNetwork> all) {
        providerChanged |= provider.swap(swaps, all);
        List<PuntPeers.Change> changes = new ArrayList<>();
        swaps.forEach(swap -> changes.add(PuntPeers.Change.of(swap)));
        if (!provider.peers().equals(punted)) {
            changes.add(new PuntPeers.Change(punted, provider.peers()));
            punted = provider.peers();
        }
        punts.swap(changes);
    }

    /// A second is over.
    ///
    /// @return whether [#table] is another one
    boolean endFarewells() {
        return punts.endFarewells();
    }

    /// Tells who exchanges routes.
    void tell(List<Swap> swaps, TunnelBook tunnels) {
        Set<RoutingDomainId> ended = new HashSet<>();
        List<BgpNetwork> present = new ArrayList<>();
        for (Swap swap : swaps) {
            CompiledNetwork after = swap.after();
            TenantBgp bgp = after == null ? null : after.source().bgp();
            if (after != null && bgp != null) {
                TenantNetwork network = after.source();
                present.add(
                        new BgpNetwork(
                                network.rdid(),
                                network.name(),
                                bgp,
                                LocalWays.of(network, bgp, tunnels.routed(network)),
                                numbers(after.compartment().index(), bgp, punts.table())));
            } else if (swap.before() != null && swap.before().source().bgp() != null) {
                ended.add(swap.before().source().rdid());
            }
        }
        tellProvider(ended, present);
    }

    private void tellProvider(Set<RoutingDomainId> ended, List<BgpNetwork> present) {
        Set<RoutingDomainId> allEnded = new HashSet<>(ended);
        List<BgpNetwork> allPresent = new ArrayList<>(present);
        TenantBgp router = provider.router();
        if (providerChanged && router != null) {
            allPresent.add(
                    new BgpNetwork(
                            RoutingDomainId.DEFAULT,
                            ProviderBook.NAME,
                            router,
                            provider.told(),
                            numbers(provider.peers().compartment(), router, punts.table())));
        } else if (providerChanged && providerTold) {
            allEnded.add(RoutingDomainId.DEFAULT);
        }
        providerTold = router != null;
        providerChanged = false;
        if (!allEnded.isEmpty() || !allPresent.isEmpty()) {
            listener.update(allEnded, allPresent);
        }
    }

    private static Map<String, Integer> numbers(int compartment, TenantBgp bgp, PuntTable punts) {
        Map<String, Integer> numbers = new HashMap<>();
        for (TenantBgp.Peer peer : bgp.peers()) {
            IpAddress p = peer.settings().address();
            IpAddress l = peer.local();
            PuntPeer known = punts.find(compartment, p.high(), p.low(), l.high(), l.low());
            if (known != null) {
                numbers.put(peer.name(), known.number());
            }
        }
        return numbers;
    }
}
