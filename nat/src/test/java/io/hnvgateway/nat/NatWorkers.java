package io.hnvgateway.nat;

import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// The stages of several workers as if they were one: each packet goes to its owner, and what
/// nobody owns to the next in turn.
final class NatWorkers {
    final NatShared shared;
    final NatStage[] stages;
    private int turn;

    NatWorkers(
            NatShared shared,
            NatCapacity capacity,
            IntFunction<MemorySegment> memory,
            NatFlows remover) {
        this.shared = shared;
        stages = new NatStage[shared.workers()];
        for (int i = 0; i < stages.length; i++) {
            stages[i] = new NatStage(memory.apply(i), capacity, shared, i, remover);
        }
    }

    /// The worker of a packet from inside.
    NatStage inside(Packet p) {
        return stages[stages[0].owners().outbound(p)];
    }

    /// The worker of a packet from outside, asked of any of them.
    NatStage outside(Packet p) {
        turn = (turn + 1) % stages.length;
        int owner = stages[turn].owners().inbound(p);
        return stages[owner == NatOwners.NOBODY ? turn : owner];
    }

    private NatStage ofSession(int session) {
        int owner = stages[0].owners().session(session);
        return stages[owner == NatOwners.NOBODY ? 0 : owner];
    }

    Verdict outbound(Packet p, FlowAction a, long nowNs) {
        return inside(p).outbound(p, a, nowNs);
    }

    Verdict inbound(Packet p, FlowAction a, long nowNs) {
        return outside(p).inbound(p, a, nowNs);
    }

    Verdict outboundError(Packet p, long nowNs) {
        return inside(p).outboundError(p, nowNs);
    }

    Verdict inboundError(Packet p, long nowNs) {
        return outside(p).inboundError(p, nowNs);
    }

    void applyInPlace(Packet p, FlowAction a) {
        stages[0].applyInPlace(p, a);
    }

    boolean covers(int compartment, Packet p) {
        p.compartment = compartment;
        return inside(p).covers(compartment, p);
    }

    boolean hasSession(int compartment, Packet p) {
        p.compartment = compartment;
        return inside(p).hasSession(compartment, p);
    }

    boolean mayInstall(int session) {
        return ofSession(session).mayInstall(session);
    }

    void installed(int session, boolean fromInside, long entry) {
        ofSession(session).installed(session, fromInside, entry);
    }

    void forwarded(int session, boolean fromInside, int totalBytes) {
        ofSession(session).forwarded(session, fromInside, totalBytes);
    }

    void adopt(NatSnapshot snapshot) {
        for (NatStage stage : stages) {
            stage.adopt(snapshot);
        }
    }

    void doWork(long nowNs) {
        for (NatStage stage : stages) {
            stage.doWork(nowNs);
        }
    }

    int used(int compartment, Quota which) {
        return stages[turn].used(compartment, which);
    }

    int sessions() {
        int sum = 0;
        for (NatStage stage : stages) {
            sum += stage.sessions();
        }
        return sum;
    }

    int mappings() {
        int sum = 0;
        for (NatStage stage : stages) {
            sum += stage.mappings();
        }
        return sum;
    }

    /// Visits the sessions of all workers.
    ///
    /// @return how many slices it took
    int forEachSession(BitSet compartments, long nowNs, Consumer<NatSessionView> visitor) {
        int slices = 0;
        for (NatStage stage : stages) {
            for (int from = 0; from >= 0; slices++) {
                from = stage.forEachSession(from, compartments, nowNs, visitor);
            }
        }
        return slices;
    }
}
