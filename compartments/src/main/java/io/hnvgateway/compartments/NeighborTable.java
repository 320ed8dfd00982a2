package io.hnvgateway.compartments;

import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import java.util.HashMap;
import java.util.Map;

/// The neighbours on the gateway's links: (link, address) → adjacency slot, and what is known of
/// their MAC addresses. The kernel resolves those on untagged links, the gateway itself those in a
/// VLAN; the answers come in through [#resolved].
///
/// Lookups are lock-free and may run on any thread; changes are serialized and cost the same
/// however many neighbours there are. A worker that misses a neighbour calls [#discover] once in a
/// while, not once a packet, within the compartment's budget of requests.
public final class NeighborTable {
    /// Has a neighbour resolved; must not block.
    @FunctionalInterface
    public interface Solicitor {
        void solicit(int link, long high, long low);
    }

    /// What a slot needs to know of its link.
    ///
    /// @param vlan 1..4094; 0: untagged
    public record Link(long macAddress, int mtuBytes, int vlan) {
        public Link(long macAddress, int mtuBytes) {
            this(macAddress, mtuBytes, 0);
        }
    }

    /// More neighbours than this are not tracked.
    private static final int MOST = 16_384;

    /// More neighbours than this that no route and no host names: a scan must not fill the table.
    private static final int MOST_DISCOVERED = 4096;

    private final AdjacencyTable adjacencies;
    private final Solicitor solicitor;
    private final Ledger ledger;
    private final Map<Integer, Link> links = new HashMap<>();
    private final NeighborMap slots = new NeighborMap();
    private final NeighborMap discovered = new NeighborMap();
    private final Adjacency content = new Adjacency();
    private Listener listener = (_, _, _, _) -> {};

    /// A table that keeps nothing for another process.
    public NeighborTable(AdjacencyTable adjacencies, Solicitor solicitor) {
        this(adjacencies, solicitor, Ledger.NONE);
    }

    public NeighborTable(AdjacencyTable adjacencies, Solicitor solicitor, Ledger ledger) {
        this.adjacencies = adjacencies;
        this.solicitor = solicitor;
        this.ledger = ledger;
    }

    /// Where it is written down which slot is which neighbour. Called under the table's lock.
    public interface Ledger {
        Ledger NONE =
                new Ledger() {
                    @Override
                    public void neighbor(int slot, int link, long high, long low) {}

                    @Override
                    public void released(int slot) {}
                };

        /// The slot is this neighbour from now on.
        void neighbor(int slot, int link, long high, long low);

        /// The slot is about to be given up; what was written of it holds no more.
        void released(int slot);
    }

    /// Goes on with a neighbour that an earlier process had in a slot, with what stands there if
    /// that is this neighbour; it is forgotten when nobody wants it and it does not answer. Before
    /// links are described.
    ///
    /// @param slot taken by [AdjacencyTable#adopt]
    public synchronized void adopt(int slot, int link, long high, long low) {
        boolean whole =
                adjacencies.read(slot, content)
                        && content.kind == Adjacency.NEIGHBOR
                        && content.port == link
                        && content.destinationHigh == high
                        && content.destinationLow == low;
        if (!whole) {
            content.clear();
            content.kind = Adjacency.NEIGHBOR;
            content.port = link;
            content.destinationHigh = high;
            content.destinationLow = low;
            adjacencies.write(slot, content);
        }
        NeighborKey key = new NeighborKey(link, high, low);
        slots.add(key, slot);
        discovered.add(key, slot);
    }

    /// Slot of a neighbour, resolved or not; 0 when it is not in the table.
    public int find(int link, long high, long low) {
        return slots.get(link, high, low);
    }

    /// Whether the slot's MAC address is known. For the worker's slow path.
    public boolean usable(int slot, Adjacency scratch) {
        return adjacencies.read(slot, scratch)
                && scratch.kind == Adjacency.NEIGHBOR
                && scratch.resolved();
    }

    /// Whether there is hope for the slot's neighbour: it is not one that was asked in vain. For
    /// the worker's slow path.
    public boolean mayAnswer(int slot, Adjacency scratch) {
        return adjacencies.read(slot, scratch)
                && scratch.kind == Adjacency.NEIGHBOR
                && !scratch.failed();
    }

    /// Slot of a neighbour, made when it is new; asks the kernel for it while it is unresolved.
    ///
    /// @return 0 when the table or the adjacencies are full
    public synchronized int want(int link, long high, long low) {
        NeighborKey key = new NeighborKey(link, high, low);
        discovered.remove(key);
        return ask(key);
    }

    /// As [#want] for a neighbour that a packet's destination names: forgotten when it does not
    /// answer, and there are fewer of them.
    public synchronized int discover(int link, long high, long low) {
        NeighborKey key = new NeighborKey(link, high, low);
        boolean isNew = slots.get(key) == 0;
        if (isNew && discovered.size() >= MOST_DISCOVERED) {
            return 0;
        }
        int slot = ask(key);
        if (isNew && slot != 0) {
            discovered.add(key, slot);
        }
        return slot;
    }

    private int ask(NeighborKey key) {
        int slot = slotOf(key);
        if (slot != 0 && !usable(slot, content)) {
            solicitor.solicit(key.link(), key.high(), key.low());
        }
        return slot;
    }

    /// Asks the kernel again for the neighbour that a slot is, or that its tunnel leads to, if it
    /// is unresolved; lock-free.
    ///
    /// @param scratch the caller's own
    public void solicit(int slot, Adjacency scratch) {
        boolean found = adjacencies.read(slot, scratch);
        if (found && scratch.leadsToHost()) {
            found = adjacencies.read(scratch.nextHop, scratch);
        }
        if (found && scratch.kind == Adjacency.NEIGHBOR && !scratch.resolved()) {
            int link = TenantLinks.linkOf(scratch.port, scratch.vlan);
            solicitor.solicit(link, scratch.destinationHigh, scratch.destinationLow);
        }
    }

    /// Tells the MTU and the MAC address of a link, at start and when they change; of tenants'
    /// links those of their port, [TenantLinks#PORT].
    public synchronized void link(int link, Link description) {
        if (description.equals(links.put(link, description))) {
            return;
        }
        for (NeighborMap.Entry neighbor : slots.entries()) {
            int of = neighbor.key().link();
            if (TenantLinks.portOf(of) == link && adjacencies.read(neighbor.slot(), content)) {
                describeLink(of);
                adjacencies.write(neighbor.slot(), content);
            }
        }
    }

    /// The neighbour's MAC address is known.
    public synchronized void resolved(int link, long high, long low, long macAddress) {
        int slot = slotOf(new NeighborKey(link, high, low));
        if (slot != 0 && adjacencies.read(slot, content)) {
            if (content.destinationMac != macAddress || !content.resolved()) {
                content.destinationMac = macAddress;
                content.flags = (content.flags & ~Adjacency.FAILED) | Adjacency.RESOLVED;
                adjacencies.write(slot, content);
                listener.changed(link, high, low, macAddress);
            }
        }
    }

    /// The neighbour did not answer. A wanted one keeps its slot, unresolved.
    public synchronized void failed(int link, long high, long low) {
        NeighborKey key = new NeighborKey(link, high, low);
        int slot = slots.get(key);
        if (discovered.remove(key)) {
            slots.remove(key);
            ledger.released(slot);
            adjacencies.release(slot);
            listener.changed(link, high, low, 0);
        } else if (slot != 0 && adjacencies.read(slot, content) && !content.failed()) {
            boolean answered = content.resolved();
            content.flags = (content.flags & ~Adjacency.RESOLVED) | Adjacency.FAILED;
            adjacencies.write(slot, content);
            if (answered) {
                listener.changed(link, high, low, 0);
            }
        }
    }

    /// Is told when a neighbour's MAC address becomes known or other, and when it does not answer
    /// any more.
    @FunctionalInterface
    public interface Listener {
        /// @param macAddress 0: it does not answer
        void changed(int link, long high, long low, long macAddress);
    }

    /// Sets who is told; under the table's lock, so it must not block.
    public synchronized void listen(Listener newListener) {
        listener = newListener;
    }

    private int slotOf(NeighborKey key) {
        int known = slots.get(key);
        if (known != 0 || slots.size() >= MOST) {
            return known;
        }
        int slot = adjacencies.allocate();
        if (slot != 0) {
            content.clear();
            content.kind = Adjacency.NEIGHBOR;
            content.destinationHigh = key.high();
            content.destinationLow = key.low();
            describeLink(key.link());
            adjacencies.write(slot, content);
            if (!TenantLinks.isTenants(key.link())) { // no flow into a tunnel is kept
                ledger.neighbor(slot, key.link(), key.high(), key.low());
            }
            slots.add(key, slot);
        }
        return slot;
    }

    private void describeLink(int link) {
        int port = TenantLinks.portOf(link);
        Link description = links.get(port);
        if (description == null) {
            throw new IllegalStateException("link " + link + " is not described yet");
        }
        content.port = port;
        content.sourceMac = description.macAddress();
        content.mtuBytes = description.mtuBytes();
        content.vlan = TenantLinks.isTenants(link) ? TenantLinks.vlan(link) : description.vlan();
    }

    /// Calls the visitor with each neighbour: for display.
    public synchronized void forEach(Visitor visitor) {
        Adjacency scratch = new Adjacency();
        for (NeighborMap.Entry neighbor : slots.entries()) { // a visitor may make one fail
            if (adjacencies.read(neighbor.slot(), scratch)) {
                visitor.visit(neighbor.slot(), scratch);
            }
        }
    }

    /// Takes a neighbour.
    @FunctionalInterface
    public interface Visitor {
        void visit(int slot, Adjacency neighbor);
    }
}
