package io.hnvgateway.nat;

import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.HitCandidates;
import io.hnvgateway.packet.flow.Rewrite;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Network address and port translation of all compartments, for the packets of one worker: those
/// of the inside addresses that [NatOwners] gives it.
///
/// The stage decides; it fills a [FlowAction] and leaves the packet as it is, except for ICMP
/// errors, which it rewrites in place. Owner: one worker thread; no method may be called from
/// another.
public final class NatStage {
    private final NatShared shared;
    private final Bindings bindings;
    private final NatOwners owners;
    private final Lookup lookup;
    private final SessionFlows flows;
    private final OutboundTranslation outbound;
    private final InboundTranslation inbound;
    private final IcmpErrorTranslation errors;
    private final Ageing ageing;
    final OpeningPass openings;
    private final SessionListing listing;
    private final RestoredEntries restoredEntries;
    private final Tuple tuple = new Tuple();

    /// Makes a stage without configuration.
    ///
    /// @param memory at least [NatCapacity#bytes], 8-byte aligned, known to checked mode, of any
    ///   content; it must outlive the stage
    /// @param capacity of this worker's tables alone, see [NatCapacity#share]
    /// @param worker 0..[NatShared#workers] - 1
    public NatStage(
            MemorySegment memory,
            NatCapacity capacity,
            NatShared shared,
            int worker,
            NatFlows table) {
        check(memory, capacity, shared, worker);
        this.shared = shared;
        flows = new SessionFlows(table, shared, worker);
        bindings = new Bindings(memory, capacity, shared, worker, flows);
        owners = new NatOwners(shared, bindings.configuration);
        lookup = new Lookup(bindings, flows);
        var use = new SessionUse(bindings.sessions, flows);
        outbound = new OutboundTranslation(bindings, lookup, use);
        inbound = new InboundTranslation(bindings, lookup, use);
        errors = new IcmpErrorTranslation(bindings, lookup);
        ageing = new Ageing(bindings, lookup);
        openings = bindings.openings();
        listing = new SessionListing(bindings, lookup, flows);
        restoredEntries = new RestoredEntries(bindings, flows, shared);
    }

    private static void check(
            MemorySegment memory, NatCapacity capacity, NatShared shared, int worker) {
        if (memory.byteSize() < capacity.bytes()) {
            throw new IllegalArgumentException("the memory is too small for the capacity");
        }
        if (worker < 0 || worker >= shared.workers()) {
            throw new IllegalArgumentException("worker " + worker + " of " + shared.workers());
        }
        if (capacity.sessions() > shared.mostSlots()) {
            throw new IllegalArgumentException(
                    capacity.sessions() + " sessions a worker: at most " + shared.mostSlots());
        }
    }

    /// Which worker a packet belongs to, under the configuration adopted here; for this worker's
    /// thread.
    public NatOwners owners() {
        return owners;
    }

    /// Takes up the mappings and sessions that an earlier process left in the memory, which had the
    /// same capacity, workers and secrets. Before the first [#adopt], on one thread for all stages.
    ///
    /// @param compartments which indices are those of known tenants, the same as before
    /// @param nowNs CLOCK_MONOTONIC, as the earlier process had it
    public NatRestored restore(IntPredicate compartments, long nowNs) {
        NatRestored restored = bindings.restore(compartments, nowNs);
        ageing.beginAnywhere(nowNs);
        return restored;
    }

    /// Takes a flow entry that an earlier process made to its session; after [#restore].
    ///
    /// @param key of the entry
    /// @param action with a session of this worker
    /// @return false when no session has this flow
    public boolean adoptEntry(long entry, FlowKey key, FlowAction action) {
        return restoredEntries.adopt(entry, key, action);
    }

    /// Ends the sessions that idled past their timeouts before or while no process was there to end
    /// them, with their flow entries. After [#restore], [#adoptEntry] and the first [#adopt], which
    /// tells the timeouts; before the worker's thread runs.
    ///
    /// @return how many
    public int endIdle(long nowNs) {
        return ageing.endIdle(nowNs);
    }

    /// Takes a new configuration. Sessions that it still allows go on; the others end when they are
    /// met next, or by the sweep.
    public void adopt(NatSnapshot snapshot) {
        bindings.adopt(snapshot);
    }

    /// Whether packets of this source may leave translated: by an outbound or a 1:1 rule, or as an
    /// answer within a session that an inbound rule opened. ICMP errors are left to
    /// [#outboundError].
    public boolean covers(int compartment, Packet p) {
        NatPolicy policy = bindings.configuration.policy(compartment);
        if (policy == null) {
            return false;
        }
        if (policy.hasOneToOneInside(p.source) || policy.coversOutbound(p.source, p.protocol)) {
            return true;
        }
        return IcmpMessages.isError(p) || hasSession(compartment, p);
    }

    /// The IPv6 prefixes of a compartment that are translated; no state belongs to them.
    public PrefixTranslations prefixes(int compartment) {
        NatPolicy policy = bindings.configuration.policy(compartment);
        return policy == null ? PrefixTranslations.NONE : policy.prefixes();
    }

    /// Whether a packet from inside belongs to a session.
    public boolean hasSession(int compartment, Packet p) {
        if (bindings.configuration.policy(compartment) == null) {
            return false;
        }
        tuple.setOutbound(p);
        tuple.compartment = compartment;
        return lookup.sessionFromInside(tuple, p.arrivalNs) != Lookup.NONE;
    }

    /// A tenant's packet that is to leave by the front end; `p.compartment` is set.
    ///
    /// @return CONTINUE with source rewrite, owner, session and identification flag in `a`, or DROP
    public Verdict outbound(Packet p, FlowAction a, long nowNs) {
        return outbound.translate(p, a, nowNs);
    }

    /// Brings into the cache what [#outbound] will need of the first packets in a batch. Changes
    /// nothing, and nothing that is decided depends on it.
    ///
    /// @param frames places in the batch, of candidates
    public void foresee(HitCandidates batch, int[] frames, int count) {
        openings.run(batch, frames, count);
    }

    /// A packet whose destination is a public address.
    ///
    /// @return CONTINUE with destination rewrite, owner and session in `a` and the owner in
    ///   `p.compartment`, or DROP
    public Verdict inbound(Packet p, FlowAction a, long nowNs) {
        return inbound.translate(p, a, nowNs);
    }

    /// An ICMP error from inside; rewritten in place.
    public Verdict outboundError(Packet p, long nowNs) {
        return errors.outbound(p, nowNs);
    }

    /// An ICMP error to a public address; rewritten in place, the owner stands in `p.compartment`.
    public Verdict inboundError(Packet p, long nowNs) {
        return errors.inbound(p, nowNs);
    }

    /// Rewrites the packet itself as `a` says, between [#outbound] and [#inbound] of a hairpin.
    public void applyInPlace(Packet p, FlowAction a) {
        Rewrite.addressAndPort(p, a);
        if (p.transport == 0) {
            resolvedPort(p, a);
        }
    }

    /// A fragment has no port to rewrite, but the one that was resolved for it changes.
    private static void resolvedPort(Packet p, FlowAction a) {
        boolean inward = a.has(FlowAction.REWRITE_DESTINATION);
        if (a.has(FlowAction.REWRITE_SOURCE) || (inward && p.protocol == IpProtocol.ICMP)) {
            p.sourcePort = a.newPort;
        } else if (inward) {
            p.destinationPort = a.newPort;
        }
    }

    /// Whether the session's packets may now be carried by flow entries: TCP only while
    /// established, none from the first FIN or RST on.
    public boolean mayInstall(int session) {
        if (session == FlowAction.NO_SESSION) {
            return false;
        }
        int state = SessionRecord.state(record(session));
        return state == SessionRecord.ACTIVE || state == TcpState.ESTABLISHED;
    }

    /// Notes the flow entry that was made for one direction of a session of this worker.
    public void installed(int session, boolean fromInside, long entryAddress) {
        flows.installed(record(session), fromInside, entryAddress);
    }

    /// Counts a packet of a session of this worker in its flow entry, if it has one. Called once
    /// for each packet that left by the slow path, and for none that was dropped or still waits.
    ///
    /// @param totalBytes IP total length, before it was cut into fragments
    /// @return false when no entry counts it
    public boolean forwarded(int session, boolean fromInside, int totalBytes) {
        return flows.forwarded(record(session), shared.slotOf(session), fromInside, totalBytes);
    }

    private long record(int sessionName) {
        return bindings.sessions.address(shared.slotOf(sessionName));
    }

    /// A bounded slice of the ageing sweep; called once a loop.
    ///
    /// @return how much ended
    public int doWork(long nowNs) {
        return ageing.slice(nowNs);
    }

    /// Visits the live sessions of some compartments, a slice of the table at a time, so that no
    /// packet waits for a long list.
    ///
    /// @param from 0, then what the last call returned
    /// @return where the next slice begins, negative after the last
    public int forEachSession(
            int from, BitSet compartments, long nowNs, Consumer<NatSessionView> visitor) {
        return listing.visit(from, compartments, nowNs, visitor);
    }

    /// How much of a quota a compartment uses, over all workers.
    public int used(int compartment, Quota which) {
        return shared.used(compartment, which);
    }

    /// This worker's sessions, of all compartments.
    public int sessions() {
        return bindings.sessions.used();
    }

    /// This worker's mappings, of all compartments, those in quarantine included.
    public int mappings() {
        return bindings.mappings.used();
    }
}
