package io.hnvgateway.app.core;

import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.FlowTables;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/// Finds the flows to or from addresses that have another owner now, and puts their decisions in
/// doubt: those of the tenant that changed are so by its generation, those of others are not.
///
/// A tenant's flow to an address on the Internet must not go on out of the front end when that
/// address becomes another tenant's, the host's or a protected one; nor one from there, once no
/// packet may come from it any more. All other flows are left alone.
///
/// A sweep goes through both tables in slices, so that the conductor's other work goes on between
/// them. A worker that was in the middle of a batch may still install a flow by the snapshot before
/// while the sweep passes; so every sweep comes again, a second later at the earliest. Owner: the
/// conductor; [#changed] may be called by any thread, [#inherited] by the one that starts.
final class OwnershipSweep {
    /// Slots of one slice: about a millisecond.
    private static final int SLICE = 1 << 15;

    private final FlowTables flows;
    private final Executor conductor;
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();

    private Set<IpPrefix> sweptOnce = new HashSet<>();

    OwnershipSweep(FlowTables flows, Executor conductor) {
        this.flows = flows;
        this.conductor = conductor;
    }

    /// These prefixes have another owner in the snapshot that was just published.
    void changed(Set<IpPrefix> prefixes) {
        if (!prefixes.isEmpty() && flows.live() > 0) {
            conductor.execute(() -> {
                sweptOnce.addAll(prefixes);
                sweep(prefixes);
            });
        }
    }

    /// Flows of the process before, whose owners nobody remembers, go on where they stand by these
    /// ([OwnerProof]); at once, while no worker runs.
    void inherited(PrefixTable owners) {
        OwnerProof proof = new OwnerProof(owners);
        prove(flows.ipv4(), proof);
        prove(flows.ipv6(), proof);
    }

    private void prove(FlowTable table, OwnerProof proof) {
        for (int slot = 0; table.live() > 0 && slot < table.capacity(); slot++) {
            long entry = table.entry(slot);
            if (table.read(entry, key, action) && !proof.holds(key, action)) {
                table.invalidate(entry, key);
            }
        }
    }

    /// Sweeps again for what came since the last time; to be called each second or so.
    void again() {
        Set<IpPrefix> prefixes = sweptOnce;
        sweptOnce = new HashSet<>();
        if (!prefixes.isEmpty()) {
            sweep(prefixes);
        }
    }

    private void sweep(Set<IpPrefix> prefixes) {
        PrefixTable.Editor editor = PrefixTable.EMPTY.edit();
        prefixes.forEach(prefix -> editor.put(prefix, 1));
        PrefixTable disputed = editor.build();
        slice(flows.ipv4(), 0, disputed);
        slice(flows.ipv6(), 0, disputed);
    }

    private void slice(FlowTable table, int from, PrefixTable disputed) {
        int end = Math.min(from + SLICE, table.capacity());
        for (int slot = from; slot < end; slot++) {
            long entry = table.entry(slot);
            if (table.read(entry, key, action) && isDisputed(disputed)) {
                table.invalidate(entry, key);
            }
        }
        if (end < table.capacity()) {
            conductor.execute(() -> slice(table, end, disputed));
        }
    }

    private boolean isDisputed(PrefixTable disputed) {
        return key.ipv6
                ? isIn(disputed, key.sourceHigh, key.sourceLow)
                        || isIn(disputed, key.destinationHigh, key.destinationLow)
                : isIn(disputed, 0, IpAddress.mapped(key.source))
                        || isIn(disputed, 0, IpAddress.mapped(key.destination));
    }

    private static boolean isIn(PrefixTable disputed, long high, long low) {
        return disputed.lookup(high, low) != 0;
    }
}
