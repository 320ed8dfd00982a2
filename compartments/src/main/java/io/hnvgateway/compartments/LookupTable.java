package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The lookup records of one compartment, compiled: customer address → record index → columns.
///
/// Each record has an egress adjacency (how to reach the VM; also what its packets look like when
/// they arrive in the VM's own virtual subnet), and an ingress adjacency for each gateway VSID.
public final class LookupTable {
    public static final LookupTable EMPTY = new LookupTable(List.of(), new int[0], new int[0][]);

    /// [#find] found nothing.
    public static final int NONE = -1;

    private final List<LookupRecord> records;
    private final IpTable byAddress;
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
        byAddress = index(records);
    }

    private static IpTable index(List<LookupRecord> records) {
        Map<IpAddress, Integer> index = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            IpAddress address = records.get(i).customerAddress();
            if (address != null && records.get(i).namesCustomerAddress()) {
                index.put(address, i + 1);
            }
        }
        return IpTable.of(index);
    }

    /// Index of the record of a customer address, or [#NONE].
    public int find(long high, long low) {
        return byAddress.get(high, low) - 1;
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
