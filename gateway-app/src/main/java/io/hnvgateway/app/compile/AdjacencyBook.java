package io.hnvgateway.app.compile;

import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The adjacencies of VMs: which slot stands for which VM in which virtual subnet, and what was
/// last written there. A VM that moves keeps its slots.
final class AdjacencyBook {
    /// What names a slot: a VM as it appears in one virtual subnet, by its customer address, or by
    /// its MAC address while that is not known.
    record Name(@Nullable IpAddress customerAddress, long mac, int vsid, Rule rule) {
        static Name of(LookupRecord lookup, int vsid) {
            return lookup.namesCustomerAddress()
                    ? new Name(lookup.customerAddress(), 0, vsid, lookup.rule())
                    : new Name(null, lookup.mac().bits(), vsid, lookup.rule());
        }
    }

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

    private record Page(int slot, Content content) {}

    /// The part of the table that no VM gets.
    private static final int RESERVED_PART = 8;

    private final AdjacencyTable table;
    private final Map<Integer, Map<Name, Page>> chapters = new HashMap<>();
    private final Set<Name> touched = new HashSet<>();
    private Map<Name, Page> pages = new HashMap<>();
    private final Adjacency scratch = new Adjacency();

    AdjacencyBook(AdjacencyTable table) {
        this.table = table;
    }

    /// Slots for VMs; the others are for neighbours, and for what was released a moment ago.
    int room() {
        return table.capacity() - table.capacity() / RESERVED_PART;
    }

    /// The slot of a VM, written when its content is new. 0 when no slot is free.
    int slot(Name name, LookupRecord lookup, Path path) {
        touched.add(name);
        Content content = new Content(lookup, path);
        Page page = pages.get(name);
        if (page != null && page.content.equals(content)) {
            return page.slot;
        }
        int slot = page == null ? table.allocate() : page.slot;
        if (slot != 0) {
            write(slot, name, content);
            pages.put(name, new Page(slot, content));
        }
        return slot;
    }

    private void write(int slot, Name name, Content content) {
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
        scratch.vsid = name.vsid;
        scratch.nextHop = path.nextHop;
        scratch.flags = path.outerDontFragment ? Adjacency.OUTER_DONT_FRAGMENT : 0;
        table.write(slot, scratch);
    }

    /// Begins a pass over one compartment: what it does not ask for until [#end] is released.
    void begin(int compartment) {
        touched.clear();
        pages = chapters.computeIfAbsent(compartment, _ -> new HashMap<>());
    }

    void end() {
        pages.entrySet()
                .removeIf(page -> {
                    boolean gone = !touched.contains(page.getKey());
                    if (gone) {
                        table.release(page.getValue().slot);
                    }
                    return gone;
                });
    }

    /// Releases everything of a compartment.
    void forget(int compartment) {
        begin(compartment);
        end();
        chapters.remove(compartment);
    }
}
