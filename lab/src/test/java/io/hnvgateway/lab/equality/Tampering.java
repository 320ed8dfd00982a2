package io.hnvgateway.lab.equality;

import io.hnvgateway.dataplane.DataPathMemory;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyLayout;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowEntryLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/// What may be different in the tables behind a packet that was just executed, so that the program
/// may not execute it: for a moment, without Java.
enum Tampering {
    ENTRY_BEING_WRITTEN(t -> t.add32(t.entry(FlowEntryLayout.SEQUENCE), 1)),
    ENTRY_REMOVED(t -> t.put32(t.entry(FlowEntryLayout.STATE), FlowEntryLayout.TOMBSTONE)),
    ENTRY_EMPTY(t -> t.put32(t.entry(FlowEntryLayout.STATE), FlowEntryLayout.EMPTY)),
    OTHER_COMPARTMENT(t -> t.add32(t.entry(FlowEntryLayout.COMPARTMENT), 1)),
    OTHER_SOURCE(t -> t.add32(t.entry(FlowEntryLayout.SOURCE), 1 << 24)),
    OTHER_DESTINATION(t -> t.add32(t.entry(FlowEntryLayout.DESTINATION), 1 << 24)),
    OTHER_SOURCE_PORT(t -> t.put8(t.entry(FlowEntryLayout.SOURCE_PORT), t.differing())),
    OTHER_DESTINATION_PORT(t -> t.add32(t.entry(FlowEntryLayout.SOURCE_PORT), 1 << 16)),
    OTHER_PROTOCOL(t -> t.put8(t.entry(FlowEntryLayout.PROTOCOL), 255)),
    ENTRY_JAVA_ONLY(t -> t.put8(t.entry(FlowEntryLayout.FLAGS), FlowAction.JAVA_ONLY)),
    ENTRY_OF_OLD_GENERATION(t -> t.add32(t.entry(FlowEntryLayout.GENERATION), -1)),
    ENTRY_OF_NEW_GENERATION(t -> t.add32(t.entry(FlowEntryLayout.GENERATION), 1)),
    COMPARTMENT_CHANGED(t -> t.add32(t.generation(), 1)),
    OWNER_OUT_OF_RANGE(t -> t.put32(t.entry(FlowEntryLayout.OWNER), 0x7fff_ffff)),
    OWNER_NEGATIVE(t -> t.put32(t.entry(FlowEntryLayout.OWNER), -1)),
    INGRESS_NONE(t -> t.put32(t.entry(FlowEntryLayout.INGRESS_ADJACENCY), 0)),
    INGRESS_OUT_OF_RANGE(t -> t.put32(t.entry(FlowEntryLayout.INGRESS_ADJACENCY), 1 << 28)),
    INGRESS_IS_EGRESS(
            t -> t.put32(t.entry(FlowEntryLayout.INGRESS_ADJACENCY), t.flow().egressAdjacency)),
    INGRESS_BEING_WRITTEN(t -> t.add32(t.ingress(AdjacencyLayout.SEQUENCE), 1)),
    INGRESS_FREE(t -> t.put8(t.ingress(AdjacencyLayout.KIND), Adjacency.FREE)),
    INGRESS_NEIGHBOR(t -> t.put8(t.ingress(AdjacencyLayout.KIND), Adjacency.NEIGHBOR)),
    INGRESS_REWRITE(t -> t.put8(t.ingress(AdjacencyLayout.KIND), Adjacency.REWRITE)),
    OTHER_HOST(t -> t.ofVm(AdjacencyLayout.DESTINATION + 15)),
    OTHER_VSID(t -> t.ofVm(AdjacencyLayout.VSID)),
    OTHER_VM_MAC(t -> t.ofVm(AdjacencyLayout.DESTINATION_MAC + 5)),
    OTHER_GATEWAY_MAC(t -> t.ofVm(AdjacencyLayout.SOURCE_MAC)),
    EGRESS_NONE(t -> t.put32(t.entry(FlowEntryLayout.EGRESS_ADJACENCY), 0)),
    EGRESS_OUT_OF_RANGE(t -> t.put32(t.entry(FlowEntryLayout.EGRESS_ADJACENCY), 1 << 28)),
    EGRESS_NEGATIVE(t -> t.put32(t.entry(FlowEntryLayout.EGRESS_ADJACENCY), -1)),
    EGRESS_BEING_WRITTEN(t -> t.add32(t.egress(AdjacencyLayout.SEQUENCE), 1)),
    EGRESS_FREE(t -> t.put8(t.egress(AdjacencyLayout.KIND), Adjacency.FREE)),
    EGRESS_FRONT_END(t -> t.put8(t.egress(AdjacencyLayout.KIND), Adjacency.FRONT_END)),
    EGRESS_REWRITE(t -> t.put8(t.egress(AdjacencyLayout.KIND), Adjacency.REWRITE)),
    EGRESS_TOO_NARROW(t -> t.put16(t.egress(AdjacencyLayout.MTU_BYTES), t.packetBytes() - 1)),
    LINK_BEING_WRITTEN(t -> t.add32(t.link(AdjacencyLayout.SEQUENCE), 1)),
    LINK_UNRESOLVED(t -> t.put32(t.link(AdjacencyLayout.FLAGS), 0)),
    LINK_FREE(t -> t.put8(t.link(AdjacencyLayout.KIND), Adjacency.FREE)),
    /// Tells that the program sends by the link that the adjacency names: there is none so.
    LINK_WITHOUT_PORT(t -> t.put8(t.link(AdjacencyLayout.PORT), 200)),
    NEXT_HOP_NONE(t -> t.put32(t.overlay(AdjacencyLayout.NEXT_HOP), 0)),
    NEXT_HOP_OUT_OF_RANGE(t -> t.put32(t.overlay(AdjacencyLayout.NEXT_HOP), 1 << 28)),
    NEXT_HOP_OVERLAY(t -> t.put8(t.nextHop(AdjacencyLayout.KIND), Adjacency.OVERLAY));

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Change change;

    @FunctionalInterface
    private interface Change {
        void make(Tables tables);
    }

    Tampering(Change change) {
        this.change = change;
    }

    /// Makes the change.
    ///
    /// @return what undoes it; does nothing where the change does not fit the flow
    Runnable make(DataPathMemory memory, FlowReader flow) {
        var tables = new Tables(memory, flow);
        change.make(tables);
        return tables.undo.isEmpty() ? NOTHING : tables::restore;
    }

    /// There was nothing to change in this flow.
    static final Runnable NOTHING = () -> {};

    /// The tables about one flow.
    private static final class Tables {
        /// Writes to this address are not made.
        private static final long NOWHERE = 0;

        private final DataPathMemory memory;
        private final FlowReader flow;
        private final Deque<Runnable> undo = new ArrayDeque<>();

        Tables(DataPathMemory memory, FlowReader flow) {
            this.memory = memory;
            this.flow = flow;
        }

        FlowAction flow() {
            return flow.action();
        }

        long entry(int at) {
            return flow.entry() + at;
        }

        long generation() {
            return memory.generations().address() + 4L * flow().owner;
        }

        private long slot(int slot, int at) {
            return memory.adjacencies().address() + (long) slot * AdjacencyLayout.BYTES + at;
        }

        long ingress(int at) {
            return slot(flow().ingressAdjacency, at);
        }

        long egress(int at) {
            return slot(flow().egressAdjacency, at);
        }

        /// Of the egress if it is an overlay.
        long overlay(int at) {
            return flow.egress().kind == Adjacency.OVERLAY ? egress(at) : NOWHERE;
        }

        long nextHop(int at) {
            return flow.egress().kind == Adjacency.OVERLAY
                    ? slot(flow.egress().nextHop, at)
                    : NOWHERE;
        }

        /// Of the neighbour that the packet leaves to.
        long link(int at) {
            return flow.egress().kind == Adjacency.OVERLAY ? nextHop(at) : egress(at);
        }

        /// Flips bits of the ingress if it is a VM.
        void ofVm(int at) {
            if (flow.ingress().kind == Adjacency.OVERLAY) {
                put8(ingress(at), Memory.u8(ingress(at)) ^ 0x12);
            }
        }

        int packetBytes() {
            return flow.packet().ipTotalBytes;
        }

        /// Another high byte of the source port.
        int differing() {
            return Memory.u8(entry(FlowEntryLayout.SOURCE_PORT)) ^ 0x21;
        }

        void put8(long at, int value) {
            if (at != NOWHERE) {
                int before = Memory.u8(at);
                Memory.put8(at, value);
                undo.push(() -> Memory.put8(at, before));
            }
        }

        void put16(long at, int value) {
            put8(at, value);
            put8(at + 1, value >>> 8);
        }

        void put32(long at, int value) {
            if (at != NOWHERE) {
                int before = Memory.getIntNative(at);
                Memory.putIntNative(at, value);
                undo.push(() -> Memory.putIntNative(at, before));
            }
        }

        void add32(long at, int change) {
            if (at != NOWHERE) {
                put32(at, Memory.getIntNative(at) + change);
            }
        }

        void restore() {
            while (!undo.isEmpty()) {
                undo.pop().run();
            }
        }
    }
}
