package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who owns which address outside the compartments, changed network by network.
///
/// Of those who claim the same prefix the host comes first: no tenant's configuration takes its
/// addresses away. Then the tenant that has it, protected networks, the hosts of VMs, and routers.
/// Owner: whoever holds the compiler's lock.
final class OwnerBook {
    private static final int PROTECTED = FibEntry.of(FibEntry.PROTECTED, 0);
    private static final int ROUTER = FibEntry.of(FibEntry.ROUTER, 0);

    private final Map<IpPrefix, Integer> tenants = new HashMap<>();

    /// Provider addresses of lookup records → how many records name them.
    private final Map<IpPrefix, Integer> hosts = new HashMap<>();

    private final Set<IpPrefix> touched = new HashSet<>();
    private UnderlayOwners underlay = UnderlayOwners.NONE;
    private PrefixTable table = PrefixTable.EMPTY;

    /// The provider addresses of lookup records.
    private PersistentTable hostTable = PersistentTable.EMPTY;

    /// What the host and its networks own.
    void underlay(UnderlayOwners next) {
        touched.addAll(underlay.prefixes());
        touched.addAll(next.prefixes());
        underlay = next;
    }

    void add(CompiledNetwork network) {
        int index = network.compartment().index();
        network.publicAddresses()
                .forEach(address -> claim(host(address), FibEntry.of(FibEntry.PUBLIC, index)));
        network.outsidePrefixes()
                .forEach(prefix -> claim(prefix, FibEntry.of(FibEntry.PUBLIC, index)));
        network.source()
                .directPrefixes()
                .forEach(prefix -> claim(prefix, FibEntry.of(FibEntry.COMPARTMENT, index)));
        network.source().lookupRecords().forEach(r -> count(r, 1));
    }

    /// To be called before [#add] of those that take over what it had.
    void remove(CompiledNetwork network) {
        network.publicAddresses().forEach(address -> disclaim(host(address)));
        network.outsidePrefixes().forEach(this::disclaim);
        network.source().directPrefixes().forEach(this::disclaim);
        network.source().lookupRecords().forEach(r -> count(r, -1));
    }

    /// For a network that claims the same as before, but for the hosts of its VMs.
    void replaceHosts(CompiledNetwork before, CompiledNetwork after) {
        before.source().lookupRecords().forEach(r -> count(r, -1));
        after.source().lookupRecords().forEach(r -> count(r, 1));
    }

    private static IpPrefix host(int ipv4) {
        return IpPrefix.host(IpAddress.ofIpv4(ipv4));
    }

    private void claim(IpPrefix prefix, int entry) {
        tenants.put(prefix, entry);
        touched.add(prefix);
    }

    private void disclaim(IpPrefix prefix) {
        tenants.remove(prefix);
        touched.add(prefix);
    }

    private void count(LookupRecord lookup, int change) {
        IpPrefix prefix = IpPrefix.host(lookup.providerAddress());
        int before = hosts.getOrDefault(prefix, 0);
        if (before + change > 0) {
            hosts.put(prefix, before + change);
        } else {
            hosts.remove(prefix);
        }
        if (before == 0 || before + change == 0) {
            touched.add(prefix);
        }
    }

    /// Takes the changes since the last time into the table.
    ///
    /// @return the prefixes that have another owner now
    Set<IpPrefix> settle() {
        Set<IpPrefix> changed = new HashSet<>();
        PrefixTable.Editor editor = table.edit();
        PersistentTable.Editor hostEditor = hostTable.edit();
        for (IpPrefix prefix : touched) {
            IpAddress address = prefix.address();
            hostEditor.put(
                    address.high(),
                    address.low(),
                    hosts.containsKey(prefix) ? 1 : PersistentTable.ABSENT);
            int entry = entry(prefix);
            if (entry != table.get(prefix)) {
                editor.put(prefix, entry);
                changed.add(prefix);
            }
        }
        touched.clear();
        hostTable = hostEditor.build();
        if (!changed.isEmpty()) {
            table = editor.build();
        }
        return changed;
    }

    /// As of the last [#settle].
    PrefixTable table() {
        return table;
    }

    /// Provider addresses of lookup records → 1, as of the last [#settle].
    PersistentTable hosts() {
        return hostTable;
    }

    private int entry(IpPrefix prefix) {
        Integer host = underlay.hosts().get(prefix);
        if (host != null) {
            return host;
        }
        @Nullable Integer tenant = tenants.get(prefix);
        if (tenant != null) {
            return tenant;
        }
        if (underlay.protectedPrefixes().contains(prefix) || hosts.containsKey(prefix)) {
            return PROTECTED;
        }
        return underlay.routers().contains(prefix) ? ROUTER : FibEntry.NONE;
    }
}
