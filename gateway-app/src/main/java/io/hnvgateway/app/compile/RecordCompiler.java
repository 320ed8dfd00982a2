package io.hnvgateway.app.compile;

import io.hnvgateway.app.compile.ProviderRoutes.HostPath;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.compartments.GatewayInterfaces;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupRecord.Kind;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.compartments.LookupTable;
import java.util.List;

/// The lookup records of one network → its lookup table and adjacencies.
final class RecordCompiler {
    /// NVGRE over IPv4: outer IP 20, GRE 8, inner Ethernet 14 (RFC 7637 §4.4).
    static final int OVERHEAD_BYTES = 42;

    /// NVGRE over IPv6: outer IP 40, GRE 8, inner Ethernet 14.
    static final int IPV6_OVERHEAD_BYTES = 62;

    private final AdjacencyBook adjacencies;
    private final ProviderRoutes provider;
    private final TenantNetwork network;
    private final GatewayInterfaces interfaces;
    private final int[] gatewayVsids;

    RecordCompiler(
            AdjacencyBook adjacencies,
            ProviderRoutes provider,
            TenantNetwork network,
            GatewayInterfaces interfaces) {
        this.adjacencies = adjacencies;
        this.provider = provider;
        this.network = network;
        this.interfaces = interfaces;
        gatewayVsids =
                network.gatewayInterfaces().stream()
                        .mapToInt(i -> i.vsid().value())
                        .distinct()
                        .toArray();
    }

    /// Compiles the table, and writes the adjacencies of the compartment.
    LookupTable compile(int compartment) {
        List<LookupRecord> lookups = network.lookupRecords();
        int[][] slots = new int[lookups.size()][];
        adjacencies.begin(compartment);
        for (int i = 0; i < slots.length; i++) {
            slots[i] = slots(lookups.get(i));
        }
        adjacencies.end();
        return new LookupTable(lookups, gatewayVsids, slots);
    }

    private int[] slots(LookupRecord lookup) {
        int[] slots = new int[1 + gatewayVsids.length];
        if (isPolicyOfHosts(lookup)) {
            return slots;
        }
        AdjacencyBook.Path path = path(lookup);
        slots[0] = slot(lookup, lookup.vsid().value(), path);
        for (int i = 0; i < gatewayVsids.length; i++) {
            slots[1 + i] = slot(lookup, gatewayVsids[i], path);
        }
        return slots;
    }

    /// A wildcard that leads to this gateway tells hosts where to send; the gateway sends nothing
    /// to itself. Only a tunnel can stand for addresses that are not known.
    private boolean isPolicyOfHosts(LookupRecord lookup) {
        return lookup.kind() == Kind.GATEWAY_WILDCARD
                && (lookup.rule() == Rule.NAT || provider.isOwn(lookup.providerAddress()));
    }

    private int slot(LookupRecord lookup, int vsid, AdjacencyBook.Path path) {
        return adjacencies.slot(VmName.of(lookup, vsid), lookup, path);
    }

    private AdjacencyBook.Path path(LookupRecord lookup) {
        HostPath path = provider.path(lookup.providerAddress());
        return new AdjacencyBook.Path(
                path.source(),
                path.nextHop(),
                interfaces.macFacing(lookup.vsid().value()),
                innerMtuBytes(lookup, path.mtuBytes()),
                network.backEnd().outerDontFragment());
    }

    private int innerMtuBytes(LookupRecord lookup, int linkMtuBytes) {
        Integer wanted = network.backEnd().mtuBytes();
        int most = linkMtuBytes - overheadBytes(lookup);
        return wanted == null ? most : Math.min(wanted, most);
    }

    private static int overheadBytes(LookupRecord lookup) {
        return switch (lookup.rule()) {
            case NAT -> 0;
            case ENCAPSULATION ->
                    lookup.providerAddress().isIpv4() ? OVERHEAD_BYTES : IPV6_OVERHEAD_BYTES;
        };
    }

    /// The largest packet that reaches every VM of the network; where there is none, any VM behind
    /// a host with IPv4.
    int leastMtuBytes() {
        int ofAnyHost = provider.mtuBytes() - OVERHEAD_BYTES;
        Integer wanted = network.backEnd().mtuBytes();
        return network.lookupRecords().stream()
                .filter(lookup -> !isPolicyOfHosts(lookup))
                .mapToInt(l -> innerMtuBytes(l, provider.path(l.providerAddress()).mtuBytes()))
                .min()
                .orElse(wanted == null ? ofAnyHost : Math.min(wanted, ofAnyHost));
    }
}
