package io.hnvgateway.compartments;

import io.hnvgateway.compartments.LookupRecord.Kind;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.packet.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The lookup records of one compartment, compiled: customer address → record index → columns.
///
/// Each record has an egress adjacency (how to reach the VM; also what its packets look like when
/// they arrive in the VM's own virtual subnet), and an ingress adjacency for each gateway VSID. A
/// record with the slots 0 is for display only.
public final class LookupTable {
    public static final LookupTable EMPTY = new LookupTable(List.of(), new int[0], new int[0][]);

    /// [#find] found nothing.
    public static final int NONE = -1;

    private final List<LookupRecord> records;
    private final IpTable byAddress;
    private final IpTable byRewriteAddress;
    private final List<IpAddress> rewriteAddresses;
    private final int[] wildcards;
    private final MacIndex byMac;
    private final long[] providerHighs;
    private final long[] providerLows;
    private final long[] macs;
    private final int[] vsids;
    private final int[] gatewayVsids;
    private final int[][] adjacencies;

    /// Compiles the table.
    ///
    /// @param gatewayVsids VSIDs of the compartment's gateway subnets
    /// @param adjacencies for each record: the egress slot, then an ingress slot for each gateway
    ///   VSID
    public LookupTable(List<LookupRecord> records, int[] gatewayVsids, int[][] adjacencies) {
        this.records = List.copyOf(records);
        this.gatewayVsids = gatewayVsids.clone();
        this.adjacencies = adjacencies.clone();
        providerHighs = records.stream().mapToLong(r -> r.providerAddress().high()).toArray();
        providerLows = records.stream().mapToLong(r -> r.providerAddress().low()).toArray();
        macs = records.stream().mapToLong(r -> r.mac().bits()).toArray();
        vsids = records.stream().mapToInt(r -> r.vsid().value()).toArray();
        byAddress = index(r -> r.namesCustomerAddress() ? r.customerAddress() : null);
        byRewriteAddress = index(r -> r.rule() == Rule.NAT ? r.providerAddress() : null);
        rewriteAddresses =
                records.stream()
                        .filter(r -> r.rule() == Rule.NAT)
                        .map(LookupRecord::providerAddress)
                        .toList();
        wildcards =
                IntStream.range(0, records.size())
                        .filter(i -> records.get(i).kind() == Kind.GATEWAY_WILDCARD)
                        .filter(i -> adjacencies[i][0] != 0)
                        .toArray();
        byMac = new MacIndex(records);
    }

    private IpTable index(Function<LookupRecord, @Nullable IpAddress> keyOf) {
        Map<IpAddress, Integer> index = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            IpAddress key = keyOf.apply(records.get(i));
            if (key != null) {
                index.put(key, i + 1);
            }
        }
        return index.isEmpty() ? IpTable.EMPTY : IpTable.of(index);
    }

    /// Index of the record of a customer address, or [#NONE].
    public int find(long high, long low) {
        return byAddress.get(high, low) - 1;
    }

    /// Index of the IP-rewrite record that has this provider address for its own, or [#NONE].
    public int findRewrite(long providerHigh, long providerLow) {
        return byRewriteAddress.get(providerHigh, providerLow) - 1;
    }

    /// Provider addresses of VMs with IP rewrite.
    public List<IpAddress> rewriteAddresses() {
        return rewriteAddresses;
    }

    /// Index of the record of another gateway that stands for the addresses of a virtual subnet
    /// that no record names, or [#NONE].
    public int wildcard(int vsid) {
        for (int record : wildcards) {
            if (vsids[record] == vsid) {
                return record;
            }
        }
        return NONE;
    }

    /// Whether the VM has a provider address of its own and gets plain IP packets.
    public boolean isRewrite(int record) {
        return !rewriteAddresses.isEmpty() && records.get(record).rule() == Rule.NAT;
    }

    /// Whether any VM of the compartment has this MAC address.
    public boolean hasMac(long mac) {
        return byMac.has(byMac.first(mac), mac);
    }

    /// Index of a record with this MAC and provider address whose packets may arrive in `vsid`,
    /// whatever its customer address; one that may learn addresses before a STATIC one. [#NONE]
    /// when there is none.
    public int findByMac(long mac, int vsid, long providerHigh, long providerLow) {
        int found = NONE;
        for (int at = byMac.first(mac); byMac.has(at, mac); at++) {
            int record = byMac.record(at);
            boolean fits =
                    providerHighs[record] == providerHigh
                            && providerLows[record] == providerLow
                            && ingressAdjacency(record, vsid) != 0;
            if (fits && kind(record) != Kind.STATIC) {
                return record;
            }
            found = fits && found == NONE ? record : found;
        }
        return found;
    }

    public Kind kind(int record) {
        return records.get(record).kind();
    }

    public long providerAddressHigh(int record) {
        return providerHighs[record];
    }

    public long providerAddressLow(int record) {
        return providerLows[record];
    }

    public long mac(int record) {
        return macs[record];
    }

    public int vsid(int record) {
        return vsids[record];
    }

    /// Adjacency slot that leads to the VM.
    public int egressAdjacency(int record) {
        return adjacencies[record][0];
    }

    /// Adjacency slot that the VM's packets fit when they arrive in `vsid`, or 0 when they may not.
    public int ingressAdjacency(int record, int vsid) {
        if (vsid == vsids[record]) {
            return adjacencies[record][0];
        }
        for (int i = 0; i < gatewayVsids.length; i++) {
            if (gatewayVsids[i] == vsid) {
                return adjacencies[record][1 + i];
            }
        }
        return 0;
    }

    public List<LookupRecord> records() {
        return records;
    }
}
