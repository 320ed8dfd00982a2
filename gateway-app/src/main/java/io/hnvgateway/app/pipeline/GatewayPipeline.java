package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.TrafficCounters;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.stage.Answers;
import io.hnvgateway.compartments.stage.FlowCache;
import io.hnvgateway.compartments.stage.FragmentStage;
import io.hnvgateway.compartments.stage.LinkProbeStage;
import io.hnvgateway.compartments.stage.NextHopStage;
import io.hnvgateway.compartments.stage.WaitingRoom;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FrameHandler;
import io.hnvgateway.packet.HandOver;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowPasses;
import io.hnvgateway.packet.flow.HitCandidates;
import org.jspecify.annotations.Nullable;

/// What a worker runs: takes each frame through its way, accounts for it, and gives its memory
/// back.
///
/// Every received frame ends under exactly one verdict: RECEIVED_FRAMES = forwarded + consumed +
/// passed + dropped + held now. Frames that the gateway makes are counted apart.
public final class GatewayPipeline implements FrameHandler, WaitingRoom.Guests {
    /// Stages with state of their own.
    record Keepers(
            WaitingRoom waiting,
            Answers answers,
            NextHopStage nextHops,
            FragmentStage fragments,
            FlowCache cache,
            LinkProbeStage probes,
            NatStage nat,
            HairpinPath hairpin,
            TunnelPath tunnels,
            TunnelIngress tunnelIngress,
            PuntPath punts,
            BfdPath bfd,
            EchoPath echoes,
            OuterFragments outerFragments) {}

    /// The passes of hits, and the whole way of all others.
    record Ways(OuterPass outer, FlowPasses passes, FirstPacketPass firsts, OuterPath path) {}

    /// Frames that one other worker may hand over in a round.
    private static final int HANDED_A_ROUND = 64;

    private final PublishedSnapshot published;
    private final WorkerContext context;
    private final OuterPass outer;
    private final FlowPasses passes;
    private final FirstPacketPass firsts;
    private final OuterPath path;
    private final Keepers keepers;
    private final FaultRecord faults;
    private final HandOverRings handOvers;
    private final WorkerBeats beats;
    private final Packet handed = new Packet();
    private final Packet packet = new Packet();
    private final Links links;
    private @Nullable GatewaySnapshot current;

    GatewayPipeline(
            PublishedSnapshot published,
            WorkerContext context,
            Ways ways,
            Keepers keepers,
            PipelineSurroundings surroundings) {
        this.published = published;
        this.context = context;
        this.outer = ways.outer;
        this.passes = ways.passes;
        this.firsts = ways.firsts;
        this.path = ways.path;
        this.keepers = keepers;
        this.faults = surroundings.faults();
        this.links = surroundings.links();
        this.handOvers = surroundings.place().handOvers();
        this.beats = surroundings.place().beats();
    }

    @Override
    public void onBatch(Port port, FrameBatch batch, long nowNs) {
        begin(nowNs);
        TrafficCounters totals = context.counters(0);
        totals.add(Total.RECEIVED_FRAMES, batch.size());
        totals.add(Total.RECEIVED_BYTES, batch.bytes());
        if (port.index() == PuntPath.LINK) {
            ofSpeakers(port, batch);
        } else {
            ofOthers(port, batch);
        }
        if (keepers.waiting.size() > 0) {
            keepers.waiting.release(this);
        }
    }

    private void ofSpeakers(Port port, FrameBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            packet.reset(port.index(), batch.address(i), batch.length(i), context.nowNs());
            carry(packet, port);
        }
    }

    private void ofOthers(Port port, FrameBatch batch) {
        prepare(port, batch);
        int begin = execute(batch, 0);
        foresee(begin, batch.size());
        for (int i = begin; i < batch.size(); i = execute(batch, i + 1)) {
            packet.reset(port.index(), batch.address(i), batch.length(i), context.nowNs());
            carry(packet, port);
        }
    }

    /// Ends what idled past its timeout before or while no process was there, by the timeouts of
    /// the snapshot in force; before the worker runs, on the thread that starts.
    public void endIdle(long nowNs) {
        begin(nowNs);
        keepers.nat.endIdle(nowNs);
    }

    @SuppressWarnings("ReferenceEquality") // another object is another snapshot
    private void begin(long nowNs) {
        GatewaySnapshot snapshot = published.get();
        context.begin(snapshot.forwarding(), nowNs);
        if (snapshot != current) {
            current = snapshot;
            keepers.nat.adopt(snapshot.nat());
            keepers.bfd.follow(snapshot.forwarding().punts());
        }
    }

    private void prepare(Port port, FrameBatch batch) {
        try {
            outer.run(batch, port, context.snapshot(), passes.candidates());
            passes.prepare(batch.size());
        } catch (RuntimeException fault) {
            faults.record(fault);
            passes.candidates().clear(batch.size());
        }
    }

    /// What first packets of the batch will need comes into the cache.
    private void foresee(int from, int size) {
        try {
            firsts.run(from, size);
        } catch (RuntimeException fault) {
            faults.record(fault);
        }
    }

    /// Executes the hits from a frame on.
    ///
    /// @return the next frame that is none, or the batch's size
    private int execute(FrameBatch batch, int from) {
        try {
            int end = passes.execute(from, batch.size(), context.nowNs());
            account(batch, from, end);
            return end;
        } catch (RuntimeException fault) {
            faults.record(fault);
            int at = passes.position();
            account(batch, from, at);
            drop(batch.address(at), 0, DropReason.INTERNAL_ERROR);
            return execute(batch, at + 1);
        }
    }

    /// Packets of one compartment that follow each other are counted together.
    private void account(FrameBatch batch, int from, int end) {
        HitCandidates hits = passes.candidates();
        int owner = 0;
        long forwarded = 0;
        for (int i = from; i < end; i++) {
            if (!hits.wasSent(i)) {
                drop(batch.address(i), hits.owner(i), DropReason.TRANSMIT_RING_FULL);
                continue;
            }
            if (hits.owner(i) != owner) {
                countForwarded(owner, forwarded);
                owner = hits.owner(i);
                forwarded = 0;
            }
            forwarded++;
        }
        countForwarded(owner, forwarded);
    }

    private void countForwarded(int compartment, long frames) {
        if (frames != 0) {
            context.counters(compartment).countForwarded(frames);
        }
    }

    private void drop(long frame, int compartment, DropReason reason) {
        context.frames().free(frame);
        context.counters(compartment).countDrop(reason);
    }

    private void carry(Packet p, Port port) {
        Verdict verdict;
        try {
            verdict = p.port == PuntPath.LINK ? keepers.punts.receive(p) : path.receive(p, port);
        } catch (RuntimeException fault) {
            faults.record(fault);
            verdict = p.drop(DropReason.INTERNAL_ERROR);
        }
        finish(p, verdict);
    }

    private void finish(Packet p, Verdict verdict) {
        if (verdict == Verdict.HOLD) {
            leave(p);
        } else {
            end(p, verdict);
        }
    }

    /// It waits here, or another worker goes on with it: nothing of it may be touched any more.
    private void leave(Packet p) {
        int to = p.handOver.to;
        if (to != HandOver.NOBODY && !handOvers.offer(context.worker(), to, p)) {
            end(p, p.drop(DropReason.HANDOVER_FULL));
        }
    }

    private void end(Packet p, Verdict verdict) {
        TrafficCounters counters = context.counters(p.compartment);
        if (p.decided) {
            counters.add(Total.DECIDED_FRAMES, 1);
        }
        if (verdict == Verdict.FORWARD) {
            counters.countVerdict(Verdict.FORWARD);
            return;
        }
        context.frames().free(p.receivedAddress);
        DropReason reason = p.dropReason;
        if (verdict == Verdict.DROP) {
            counters.countDrop(reason == null ? DropReason.INTERNAL_ERROR : reason);
        } else {
            counters.countVerdict(verdict);
        }
    }

    @Override
    public int doWork(long nowNs) {
        begin(nowNs);
        context.frames().collect();
        int work = takeOver();
        work += keepers.waiting.size() > 0 ? keepers.waiting.release(this) : 0;
        work += keepers.probes.doWork();
        keepers.fragments.doWork(nowNs);
        keepers.outerFragments.doWork(nowNs);
        keepers.cache.doWork(nowNs);
        work += keepers.bfd.doWork(nowNs);
        beats.beat(context.worker(), nowNs);
        return work + keepers.nat.doWork(nowNs);
    }

    /// What waits for a neighbour goes on as soon as the conductor has written its address, which
    /// wakes nobody.
    @Override
    public int longestRestMs() {
        return keepers.waiting.size() > 0 ? 1 : keepers.bfd.restMs(context.nowNs());
    }

    /// Goes on with what other workers have handed over.
    private int takeOver() {
        int taken = 0;
        for (int from = 0; from < context.workers(); from++) {
            if (from != context.worker()) {
                taken += takeOver(handOvers.ring(from, context.worker()));
            }
        }
        return taken;
    }

    private int takeOver(HandOverRing ring) {
        int taken = 0;
        while (taken < HANDED_A_ROUND && ring.poll(handed)) {
            taken++;
            switch (handed.handOver.state) {
                case HandOver.TURNED,
                        HandOver.BETWEEN_TUNNELS,
                        HandOver.FROM_SPEAKERS,
                        HandOver.OF_BFD ->
                        turn(handed);
                case HandOver.MADE -> keepers.bfd.made(handed);
                default -> replay(handed);
            }
        }
        return taken;
    }

    private void turn(Packet p) {
        Verdict verdict;
        try {
            verdict =
                    switch (p.handOver.state) {
                        case HandOver.TURNED -> keepers.hairpin.arrive(p);
                        case HandOver.FROM_SPEAKERS -> keepers.punts.arrive(p);
                        case HandOver.OF_BFD -> keepers.bfd.arrive(p);
                        default -> keepers.tunnelIngress.arrive(p);
                    };
        } catch (RuntimeException fault) {
            faults.record(fault);
            verdict = p.drop(DropReason.INTERNAL_ERROR);
        }
        finish(p, verdict);
    }

    @Override
    public boolean ready(WaitingRoom.Reason reason, int key) {
        return switch (reason) {
            case NEIGHBOR, ANSWER -> keepers.nextHops.ready(key);
            case TUNNEL -> keepers.tunnels.ready(key);
            case FIRST_FRAGMENT -> keepers.fragments.ready(key);
        };
    }

    @Override
    public void replay(Packet p) {
        p.compartment = 0;
        carry(p, links.port(p.port));
    }

    @Override
    public void sendAnswer(Packet p, int adjacency) {
        keepers.answers.resend(p, adjacency);
    }

    @Override
    public void abandon(Packet p) {
        finish(p, Verdict.DROP);
    }

    /// Frames that wait now.
    public int heldFrames() {
        return keepers.waiting.heldFrames() + keepers.outerFragments.held();
    }

    /// For how many first packets was read ahead.
    long foreseen() {
        return firsts.packets();
    }

    /// Takes the link of the speakers as this worker has it, or no more; on the worker's thread.
    ///
    /// @param link a port of index [PuntPath#LINK]
    public void speakers(@Nullable Port link) {
        keepers.punts.link(link);
    }

    /// Sends a question to a VM; on the worker's thread.
    ///
    /// @return whether it left; if not, it may another time
    public boolean ask(Echo echo, long nowNs) {
        begin(nowNs);
        return keepers.echoes.ask(echo);
    }

    /// Tells the peers that BFD watches that it ends on purpose, as this process does; on the
    /// worker's thread, before its end.
    public void endBfd() {
        keepers.bfd.farewell();
    }

    /// The NAT state, for display; on the worker's thread only.
    public NatStage nat() {
        return keepers.nat;
    }
}
