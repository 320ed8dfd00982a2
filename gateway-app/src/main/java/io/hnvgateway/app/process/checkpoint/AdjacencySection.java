package io.hnvgateway.app.process.checkpoint;

import static io.hnvgateway.app.process.checkpoint.CheckpointLayout.*;

import io.hnvgateway.app.compile.AdjacencyLedger;
import io.hnvgateway.app.compile.VmName;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.WrittenRecords;
import io.hnvgateway.packet.checkpoint.Seal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// A record for each adjacency slot: what it is.
final class AdjacencySection implements AdjacencyLedger {
    private static final Rule[] RULES = {Rule.ENCAPSULATION, Rule.NAT};

    private final long base;
    private final int capacity;
    private final long tableId;
    private final List<KeptVm> vms = new ArrayList<>();
    private final List<KeptNeighbor> neighbors = new ArrayList<>();
    private OptionalInt frontEnd = OptionalInt.empty();
    private int refused;

    AdjacencySection(CheckpointHeader header, long base, int capacity) {
        this.base = base;
        this.capacity = capacity;
        tableId = header.tableId();
    }

    /// Reads what the process before left. Of two records that say the same, or that are not whole,
    /// the slot is free again.
    void read() {
        Set<Object> names = new HashSet<>();
        BitSet written = WrittenRecords.in(base, capacity, ADJACENCY_BYTES, WHAT);
        written.clear(0);
        for (int slot : written.stream().toArray()) {
            if (Memory.getIntNative(at(slot) + WHAT) != FREE && !take(slot, names)) {
                released(slot);
                refused++;
            }
        }
    }

    private boolean take(int slot, Set<Object> names) {
        long at = at(slot);
        if (!Seal.isIntact(at + ADJACENCY_SEAL, checksum(slot))) {
            return false;
        }
        int what = Memory.getIntNative(at + WHAT);
        int place = Memory.getIntNative(at + PLACE);
        long high = Memory.getLongNative(at + NAME_HIGH);
        long low = Memory.getLongNative(at + NAME_LOW);
        return switch (what & 0xff) {
            case VM_BY_ADDRESS ->
                    take(slot, new VmName(new IpAddress(high, low), 0, place, rule(what)), names);
            case VM_BY_MAC -> take(slot, new VmName(null, low, place, rule(what)), names);
            case NEIGHBOR -> take(new KeptNeighbor(slot, place, high, low), names);
            case FRONT_END -> takeFrontEnd(slot);
            default -> false;
        };
    }

    private static Rule rule(int what) {
        return RULES[what >>> 8 & 1];
    }

    private boolean take(int slot, VmName name, Set<Object> names) {
        KeptVm vm = new KeptVm(slot, Memory.getIntNative(at(slot) + COMPARTMENT), name);
        return names.add(new KeptVm(0, vm.compartment(), name)) && vms.add(vm);
    }

    private boolean take(KeptNeighbor neighbor, Set<Object> names) {
        KeptNeighbor name = new KeptNeighbor(0, neighbor.link(), neighbor.high(), neighbor.low());
        return names.add(name) && neighbors.add(neighbor);
    }

    private boolean takeFrontEnd(int slot) {
        boolean first = frontEnd.isEmpty();
        frontEnd = first ? OptionalInt.of(slot) : frontEnd;
        return first;
    }

    /// Takes back everything: the slots are those of other tables.
    void clear() {
        vms.clear();
        neighbors.clear();
        frontEnd = OptionalInt.empty();
        for (int slot = 1; slot < capacity; slot++) {
            if (Memory.getIntNative(at(slot) + WHAT) != FREE) {
                released(slot);
            }
        }
    }

    /// Records that [#read] found and did not believe.
    int refused() {
        return refused;
    }

    @Override
    public List<KeptVm> keptVms() {
        return List.copyOf(vms);
    }

    @Override
    public List<KeptNeighbor> keptNeighbors() {
        return List.copyOf(neighbors);
    }

    @Override
    public OptionalInt keptFrontEnd() {
        return frontEnd;
    }

    @Override
    public void vm(int slot, int compartment, VmName name) {
        IpAddress address = name.customerAddress();
        int kind = address == null ? VM_BY_MAC : VM_BY_ADDRESS;
        int rule = name.rule() == Rule.NAT ? 1 : 0;
        Seal.open(at(slot) + ADJACENCY_SEAL);
        Memory.putIntNative(at(slot) + COMPARTMENT, compartment);
        write(
                slot,
                kind | rule << 8,
                name.vsid(),
                address == null ? new IpAddress(0, name.mac()) : address);
    }

    @Override
    public void neighbor(int slot, int link, long high, long low) {
        write(slot, NEIGHBOR, link, new IpAddress(high, low));
    }

    @Override
    public void frontEnd(int slot) {
        write(slot, FRONT_END, 0, new IpAddress(0, 0));
    }

    private void write(int slot, int what, int place, IpAddress name) {
        long at = at(slot);
        Seal.open(at + ADJACENCY_SEAL);
        Memory.putIntNative(at + WHAT, what);
        Memory.putIntNative(at + PLACE, place);
        Memory.putLongNative(at + NAME_HIGH, name.high());
        Memory.putLongNative(at + NAME_LOW, name.low());
        Seal.set(at + ADJACENCY_SEAL, checksum(slot));
    }

    @Override
    public void released(int slot) {
        long at = at(slot);
        Seal.open(at + ADJACENCY_SEAL);
        Memory.zero(at + WHAT, ADJACENCY_BYTES - WHAT);
    }

    private int checksum(int slot) {
        return Seal.end(
                Seal.add(
                        Seal.add(tableId, slot),
                        at(slot) + WHAT,
                        (ADJACENCY_BYTES - WHAT) / Long.BYTES));
    }

    private long at(int slot) {
        if (slot <= 0 || slot >= capacity) {
            throw new IndexOutOfBoundsException("adjacency " + slot);
        }
        return base + (long) slot * ADJACENCY_BYTES;
    }
}
