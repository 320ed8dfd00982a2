package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The adjacencies of VMs: which slot stands for which VM in which virtual subnet, and what was
/// last written there. A VM that moves keeps its slots.
final class AdjacencyBook {
    /// How the gateway reaches the VM.
    ///
    /// @param mtuBytes largest packet to the VM, without what is put around it
    record Path(
            IpAddress providerSource,
            int nextHop,
            long gatewayMac,
            int mtuBytes,
            boolean outerDontFragment) {}

    private record Content(LookupRecord lookup, Path path) {}

    /// @param content null: written by an earlier process
    private record Page(int slot, @Nullable Content content) {}

    /// The part of the table that no VM gets.
    private static final int RESERVED_PART = 8;

    private final AdjacencyTable table;
    private final AdjacencyLedger ledger;
    private final Map<Integer, Map<VmName, Page>> chapters = new HashMap<>();
    private final Set<VmName> touched = new HashSet<>();
    private Map<VmName, Page> pages = new HashMap<>();
    private int compartment;
    private final Adjacency scratch = new Adjacency();

    /// A book that keeps nothing for another process.
    AdjacencyBook(AdjacencyTable table) {
        this(table, new NoLedger(), _ -> false);
    }

    /// Begins with the slots that the ledger has kept.
    ///
    /// @param exists whether there is a compartment of that index
    AdjacencyBook(AdjacencyTable table, AdjacencyLedger ledger, IntPredicate exists) {
        this.table = table;
        this.ledger = ledger;
        for (AdjacencyLedger.KeptVm vm : ledger.keptVms()) {
            if (exists.test(vm.compartment())) {
                chapters.computeIfAbsent(vm.compartment(), _ -> new HashMap<>())
                        .put(vm.name(), new Page(vm.slot(), null));
            } else {
                release(vm.slot());
            }
        }
    }

    /// Slots for VMs; the others are for neighbours, and for what was released a moment ago.
    int room() {
        return table.capacity() - table.capacity() / RESERVED_PART;
    }

    /// The slot of a VM, written when its content is new. 0 when no slot is free.
    int slot(VmName name, LookupRecord lookup, Path path) {
        touched.add(name);
        Content content = new Content(lookup, path);
        Page page = pages.get(name);
        if (page != null && content.equals(page.content)) {
            return page.slot;
        }
        int slot = page == null ? table.allocate() : page.slot;
        if (slot != 0) {
            write(slot, name, content);
            if (page == null) {
                ledger.vm(slot, compartment, name);
            }
            pages.put(name, new Page(slot, content));
        }
        return slot;
    }

    private void write(int slot, VmName name, Content content) {
        Path path = content.path;
        scratch.clear();
        scratch.kind =
                switch (content.lookup.rule()) {
                    case ENCAPSULATION -> Adjacency.OVERLAY;
                    case NAT -> Adjacency.REWRITE;
                };
        scratch.mtuBytes = path.mtuBytes;
        scratch.destinationMac = content.lookup.mac().bits();
        scratch.sourceMac = path.gatewayMac;
        scratch.providerSourceHigh = path.providerSource.high();
        scratch.providerSourceLow = path.providerSource.low();
        scratch.destinationHigh = content.lookup.providerAddress().high();
        scratch.destinationLow = content.lookup.providerAddress().low();
        scratch.vsid = name.vsid();
        scratch.nextHop = path.nextHop;
        scratch.flags = path.outerDontFragment ? Adjacency.OUTER_DONT_FRAGMENT : 0;
        table.write(slot, scratch);
    }

    /// Begins a pass over one compartment: what it does not ask for until [#end] is released.
    void begin(int compartmentIndex) {
        compartment = compartmentIndex;
        touched.clear();
        pages = chapters.computeIfAbsent(compartmentIndex, _ -> new HashMap<>());
    }

    void end() {
        pages.entrySet()
                .removeIf(page -> {
                    boolean gone = !touched.contains(page.getKey());
                    if (gone) {
                        release(page.getValue().slot);
                    }
                    return gone;
                });
    }

    private void release(int slot) {
        ledger.released(slot);
        table.release(slot);
    }

    /// Releases everything of a compartment.
    void forget(int compartmentIndex) {
        begin(compartmentIndex);
        end();
        chapters.remove(compartmentIndex);
    }
}
