package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The neighbours on the links of the gateway's ports: (port, IPv4 address) → adjacency slot, and
/// what is known of their MAC addresses. The kernel resolves them; its answers come in through
/// [#resolved].
///
/// Lookups are lock-free on an immutable map and may run on any thread; changes are serialized. A
/// worker that misses a neighbour calls [#discover] once in a while, not once a packet, within the
/// compartment's budget of requests.
public final class NeighborTable {
    /// Asks the kernel to resolve a neighbour; must not block.
    @FunctionalInterface
    public interface Solicitor {
        void solicit(int port, int address);
    }

    /// What a slot needs to know of its port.
    public record Link(long macAddress, int mtuBytes) {}

    /// More neighbours than this are not tracked.
    private static final int MOST = 16_384;

    /// More neighbours than this that no route and no host names: a scan must not fill the table.
    private static final int MOST_DISCOVERED = 4096;

    private final AdjacencyTable adjacencies;
    private final Solicitor solicitor;
    private final Map<Integer, Link> links = new HashMap<>();
    private final Map<Long, Integer> slots = new HashMap<>();
    private final Set<Long> discovered = new HashSet<>();
    private volatile LongTable lookup = LongTable.EMPTY;
    private final Adjacency content = new Adjacency();

    public NeighborTable(AdjacencyTable adjacencies, Solicitor solicitor) {
        this.adjacencies = adjacencies;
        this.solicitor = solicitor;
    }

    /// Slot of a neighbour, resolved or not; 0 when it is not in the table.
    public int find(int port, int address) {
        return lookup.get(key(port, address));
    }

    /// Whether the slot's MAC address is known. For the worker's slow path.
    public boolean usable(int slot, Adjacency scratch) {
        return adjacencies.read(slot, scratch)
                && scratch.kind == Adjacency.NEIGHBOR
                && scratch.resolved();
    }

    /// Slot of a neighbour, made when it is new; asks the kernel for it while it is unresolved.
    ///
    /// @return 0 when the table or the adjacencies are full
    public synchronized int want(int port, int address) {
        discovered.remove(key(port, address));
        return ask(port, address);
    }

    /// As [#want] for a neighbour that a packet's destination names: forgotten when it does not
    /// answer, and there are fewer of them.
    public synchronized int discover(int port, int address) {
        boolean isNew = find(port, address) == 0;
        if (isNew && discovered.size() >= MOST_DISCOVERED) {
            return 0;
        }
        int slot = ask(port, address);
        if (isNew && slot != 0) {
            discovered.add(key(port, address));
        }
        return slot;
    }

    private int ask(int port, int address) {
        int slot = slotOf(port, address);
        if (slot != 0 && !usable(slot, content)) {
            solicitor.solicit(port, address);
        }
        return slot;
    }

    /// Asks the kernel again for the neighbour that a slot is, or that its tunnel leads to, if it
    /// is unresolved; lock-free.
    ///
    /// @param scratch the caller's own
    public void solicit(int slot, Adjacency scratch) {
        boolean found = adjacencies.read(slot, scratch);
        if (found && scratch.kind == Adjacency.OVERLAY) {
            found = adjacencies.read(scratch.nextHop, scratch);
        }
        if (found && scratch.kind == Adjacency.NEIGHBOR && !scratch.resolved()) {
            solicitor.solicit(scratch.port, (int) scratch.destinationLow);
        }
    }

    /// Tells the MTU and the MAC address of a port, at start and when they change.
    public synchronized void link(int port, Link link) {
        if (link.equals(links.put(port, link))) {
            return;
        }
        slots.forEach((key, slot) -> refresh(port, key, slot));
    }

    private void refresh(int port, long key, int slot) {
        if ((int) (key >>> 32) == port && adjacencies.read(slot, content)) {
            describeLink(port);
            adjacencies.write(slot, content);
        }
    }

    /// The kernel knows the neighbour's MAC address.
    public synchronized void resolved(int port, int address, long macAddress) {
        int slot = slotOf(port, address);
        if (slot != 0 && adjacencies.read(slot, content)) {
            if (content.destinationMac != macAddress || !content.resolved()) {
                content.destinationMac = macAddress;
                content.flags |= Adjacency.RESOLVED;
                adjacencies.write(slot, content);
            }
        }
    }

    /// The kernel could not reach the neighbour. A wanted one keeps its slot, unresolved.
    public synchronized void failed(int port, int address) {
        int slot = find(port, address);
        if (discovered.remove(key(port, address))) {
            slots.remove(key(port, address));
            lookup = LongTable.of(slots);
            adjacencies.release(slot);
        } else if (slot != 0 && adjacencies.read(slot, content) && content.resolved()) {
            content.flags &= ~Adjacency.RESOLVED;
            adjacencies.write(slot, content);
        }
    }

    private int slotOf(int port, int address) {
        int known = find(port, address);
        if (known != 0 || slots.size() >= MOST) {
            return known;
        }
        int slot = adjacencies.allocate();
        if (slot != 0) {
            content.clear();
            content.kind = Adjacency.NEIGHBOR;
            content.destinationLow = IpAddress.mapped(address);
            describeLink(port);
            adjacencies.write(slot, content);
            slots.put(key(port, address), slot);
            lookup = LongTable.of(slots);
        }
        return slot;
    }

    private void describeLink(int port) {
        Link link = links.get(port);
        if (link == null) {
            throw new IllegalStateException("port " + port + " has no link yet");
        }
        content.port = port;
        content.sourceMac = link.macAddress();
        content.mtuBytes = link.mtuBytes();
    }

    private static long key(int port, int address) {
        return (long) port << 32 | Integer.toUnsignedLong(address);
    }

    /// Calls the visitor with each neighbour: for display.
    public synchronized void forEach(Visitor visitor) {
        Adjacency scratch = new Adjacency();
        for (int slot : List.copyOf(slots.values())) { // a visitor may make one fail
            if (adjacencies.read(slot, scratch)) {
                visitor.visit(slot, scratch);
            }
        }
    }

    /// Takes a neighbour.
    @FunctionalInterface
    public interface Visitor {
        void visit(int slot, Adjacency neighbor);
    }
}
