package io.hnvgateway.app.pipeline;

import io.hnvgateway.bgp.bfd.BfdArrival;
import io.hnvgateway.bgp.bfd.BfdDrop;
import io.hnvgateway.bgp.bfd.BfdHeader;
import io.hnvgateway.bgp.bfd.BfdKey;
import io.hnvgateway.bgp.bfd.BfdLimits;
import io.hnvgateway.bgp.bfd.BfdListener;
import io.hnvgateway.bgp.bfd.BfdSession;
import io.hnvgateway.bgp.bfd.BfdSessions;
import io.hnvgateway.bgp.bfd.BfdSettings;
import io.hnvgateway.bgp.bfd.BfdState;
import io.hnvgateway.bgp.bfd.BfdTransmitter;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.punt.BfdEvents;
import io.hnvgateway.compartments.punt.BfdStatus;
import io.hnvgateway.compartments.punt.BfdTimers;
import io.hnvgateway.compartments.punt.PuntPeer;
import io.hnvgateway.compartments.punt.PuntState;
import io.hnvgateway.compartments.punt.PuntTable;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.HandOver;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// BFD with tenants' routers (RFC 5880): a worker has the sessions of every so manieth peer, by the
/// peer's number; what comes in at another one is handed over.
///
/// Sessions follow the table of peers, and leave by the peer's route as its BGP does. Time in which
/// any worker was away is no silence of a peer: what it sent waits in a queue that nobody read.
/// Owner: the worker.
final class BfdPath implements BfdListener, BfdTransmitter {
    /// A worker that rests comes back more often.
    static final long PRESENT_NS = TimeUnit.MILLISECONDS.toNanos(40);

    private static final int NEVER_MS = Integer.MAX_VALUE;
    private static final int FAREWELLS = 3;

    /// Whose a session is.
    private static final class Seat {
        private final BfdSession session;
        private PuntPeer peer;

        Seat(BfdSession session, PuntPeer peer) {
            this.session = session;
            this.peer = peer;
        }
    }

    private final WorkerContext context;
    private final PuntPath peers;
    private final HandOverRings handOvers;
    private final WorkerBeats beats;
    private final BfdEvents events;
    private final BfdArrival arrival = new BfdArrival();
    private final Packet own = new Packet();
    private final Map<PuntState, Seat> seats = new HashMap<>();

    /// Those that say goodbye included.
    private final Map<BfdSession, Seat> bySession = new HashMap<>();

    private PuntTable table = PuntTable.EMPTY;
    private @Nullable BfdSessions sessions;
    private long judgedNs;
    private long nextNs;

    BfdPath(WorkerContext context, PuntPath peers, PipelineSurroundings around) {
        this.context = context;
        this.peers = peers;
        handOvers = around.place().handOvers();
        beats = around.place().beats();
        events = around.bfd();
    }

    /// Takes the peers that are configured now.
    @SuppressWarnings("ReferenceEquality") // another object is another table
    void follow(PuntTable now) {
        if (now == table) {
            return;
        }
        table = now;
        if (!now.watched().isEmpty() || sessions != null) {
            BfdSessions all = sessions == null ? begin() : sessions;
            follow(all, now.watched());
            nextNs = context.nowNs();
        }
    }

    private BfdSessions begin() {
        judgedNs = context.nowNs();
        BfdSessions made = new BfdSessions(BfdLimits.DEFAULT, new SecureRandom(), this, this);
        sessions = made;
        return made;
    }

    private void follow(BfdSessions all, List<PuntPeer> watched) {
        Set<PuntState> stay = new HashSet<>();
        for (PuntPeer peer : watched) {
            if (isOurs(peer)) {
                stay.add(peer.state());
                follow(all, peer, timers(peer));
            }
        }
        for (PuntState state : List.copyOf(seats.keySet())) {
            if (!stay.contains(state)) {
                end(all, state);
            }
        }
        bySession.keySet().retainAll(new HashSet<>(all.sessions()));
    }

    private static BfdTimers timers(PuntPeer peer) {
        BfdTimers timers = peer.bfd();
        if (timers == null) {
            throw new IllegalArgumentException("not watched: " + peer);
        }
        return timers;
    }

    private void follow(BfdSessions all, PuntPeer peer, BfdTimers timers) {
        BfdKey key = new BfdKey(peer.compartment(), peer.peer(), peer.local(), timers.multihop());
        Seat known = seats.get(peer.state());
        if (known != null && !known.session.key().equals(key)) {
            end(all, peer.state());
            known = null;
        }
        BfdSettings settings =
                new BfdSettings(timers.intervalUs(), timers.intervalUs(), timers.multiplier());
        if (known == null) {
            add(all, key, settings, peer);
        } else {
            if (!timers.equals(known.peer.bfd())) {
                all.change(known.session, settings, context.nowNs());
            }
            known.peer = peer;
        }
    }

    private void add(BfdSessions all, BfdKey key, BfdSettings settings, PuntPeer peer) {
        BfdSession session = all.add(key, settings, context.nowNs());
        Seat seat = new Seat(session, peer);
        seats.put(peer.state(), seat);
        bySession.put(session, seat);
        tell(seat, /* cameUp= */ false, /* failed= */ false);
    }

    private void end(BfdSessions all, PuntState state) {
        Seat seat = seats.remove(state);
        if (seat != null) {
            all.remove(seat.session, context.nowNs());
            if (state.bfd().end()) {
                events.changed(seat.peer);
            }
        }
    }

    private boolean isOurs(PuntPeer peer) {
        return peer.number() % context.workers() == context.worker();
    }

    /// Takes a packet for an address of the gateway in the packet's compartment.
    ///
    /// @return CONTINUE when it is none of a peer that BFD watches
    Verdict fromPeer(Packet p) {
        if (p.protocol != IpProtocol.UDP || p.isFragment() || p.transport == 0) {
            return Verdict.CONTINUE;
        }
        if (p.destinationPort != BfdHeader.PORT && p.destinationPort != BfdHeader.MULTIHOP_PORT) {
            return Verdict.CONTINUE;
        }
        PuntPeer peer = watched(p);
        if (peer == null) {
            return Verdict.CONTINUE;
        }
        return isOurs(peer)
                ? receive(p)
                : p.handOver.to(peer.number() % context.workers(), HandOver.OF_BFD);
    }

    private @Nullable PuntPeer watched(Packet p) {
        PuntPeer peer =
                table.find(
                        p.compartment,
                        p.sourceHigh(),
                        p.sourceLow(),
                        p.destinationHigh(),
                        p.destinationLow());
        BfdTimers timers = peer == null ? null : peer.bfd();
        return timers != null && p.destinationPort == BfdPackets.port(timers.multihop())
                ? peer
                : null;
    }

    /// Goes on with a packet that came in at another worker.
    Verdict arrive(Packet p) {
        p.ip = p.address;
        return TunnelIngress.parse(p) == Verdict.DROP ? Verdict.DROP : receive(p);
    }

    private Verdict receive(Packet p) {
        BfdSessions all = sessions;
        if (all == null) {
            return p.drop(DropReason.BFD_SESSION);
        }
        if (!BfdPackets.read(p, arrival)) {
            return p.drop(DropReason.BFD_MALFORMED);
        }
        BfdDrop refused = all.receive(arrival, context.nowNs());
        nextNs = context.nowNs();
        return refused == null ? Verdict.CONSUME : p.drop(reason(refused));
    }

    private static DropReason reason(BfdDrop refused) {
        return switch (refused) {
            case WRONG_TTL -> DropReason.BFD_TTL;
            case UNKNOWN_DISCRIMINATOR, OTHER_ADDRESSES, UNKNOWN_PEER, AUTHENTICATION ->
                    DropReason.BFD_SESSION;
            case UNDIRECTED_LIMIT, PEER_LIMIT -> DropReason.BFD_LIMIT;
            case TRUNCATED,
                    VERSION,
                    SHORT_LENGTH,
                    LONG_LENGTH,
                    ZERO_MULTIPLIER,
                    MULTIPOINT,
                    ZERO_DISCRIMINATOR,
                    UNDIRECTED_STATE ->
                    DropReason.BFD_MALFORMED;
        };
    }

    /// Judges silence and sends what is due, after all that came in.
    int doWork(long nowNs) {
        BfdSessions all = sessions;
        if (all == null) {
            return 0;
        }
        if (beats.longestAwayNs(nowNs) > PRESENT_NS) {
            all.notHeard(nowNs - judgedNs, nowNs);
        }
        judgedNs = nowNs;
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = all.doWork(nowNs);
        return 1;
    }

    /// Until [#doWork] has something to do.
    int restMs(long nowNs) {
        if (sessions == null) {
            return NEVER_MS;
        }
        long restMs = TimeUnit.NANOSECONDS.toMillis(nextNs - nowNs);
        return (int) Math.max(1, Math.min(restMs, NEVER_MS));
    }

    /// Tells all peers that their sessions end on purpose: this process does.
    void farewell() {
        BfdSessions all = sessions;
        if (all != null) {
            all.farewell(FAREWELLS, context.nowNs());
        }
    }

    @Override
    public void changed(BfdSession session, BfdState before) {
        Seat seat = bySession.get(session);
        if (seat != null && !isLeaving(seat)) {
            BfdState now = session.state();
            boolean onPurpose = session.remoteState() == BfdState.ADMIN_DOWN;
            tell(
                    seat,
                    now == BfdState.UP,
                    before == BfdState.UP && now == BfdState.DOWN && !onPurpose);
        }
    }

    @SuppressWarnings("ReferenceEquality") // another one may be between the same
    private boolean isLeaving(Seat seat) {
        return seats.get(seat.peer.state()) != seat;
    }

    private void tell(Seat seat, boolean cameUp, boolean failed) {
        if (seat.peer.state().bfd().write(seen(seat.session), cameUp, failed)) {
            events.changed(seat.peer);
        }
    }

    private static BfdStatus.Seen seen(BfdSession session) {
        return new BfdStatus.Seen(
                session.state().code(),
                session.diagnostic().code(),
                session.remoteState().code(),
                session.remoteDiagnostic().code(),
                TimeUnit.NANOSECONDS.toMicros(session.transmitIntervalNs()),
                TimeUnit.NANOSECONDS.toMicros(session.detectionTimeNs()));
    }

    @Override
    public void transmit(BfdSession session, boolean answersPoll) {
        Seat seat = bySession.get(session);
        long frame = seat == null ? 0 : context.frames().allocate();
        if (seat == null || frame == 0) {
            return;
        }
        if (!isLeaving(seat)) {
            showIntervals(seat);
        }
        long ip = frame + FramePool.HEADROOM_BYTES;
        int bytes = BfdPackets.write(ip, session, seat.peer, answersPoll);
        own.reset(PuntPath.LINK, ip, bytes, context.nowNs());
        own.ip = ip;
        finish(own, TunnelIngress.parse(own) == Verdict.DROP ? Verdict.DROP : leave(seat.peer));
    }

    /// They change without the state, by polls.
    private static void showIntervals(Seat seat) {
        BfdStatus status = seat.peer.state().bfd();
        BfdStatus.Seen shown = status.seen();
        BfdSession session = seat.session;
        if (shown.transmitUs() != TimeUnit.NANOSECONDS.toMicros(session.transmitIntervalNs())
                || shown.detectionUs()
                        != TimeUnit.NANOSECONDS.toMicros(session.detectionTimeNs())) {
            status.show(seen(session));
        }
    }

    private Verdict leave(PuntPeer peer) {
        Verdict verdict = peers.originate(own, peer);
        if (verdict == Verdict.HOLD) {
            own.handOver.next = HandOver.MADE;
        }
        return verdict;
    }

    /// Goes on with a packet that another worker made, for a tunnel of this one.
    void made(Packet p) {
        p.ip = p.address;
        Verdict parsed = TunnelIngress.parse(p);
        Verdict verdict = parsed == Verdict.DROP ? Verdict.DROP : peers.originate(p);
        finish(p, verdict == Verdict.HOLD ? Verdict.DROP : verdict);
    }

    /// No worker received it, so it is counted among those made, and not at all when it is lost.
    private void finish(Packet p, Verdict verdict) {
        if (verdict == Verdict.FORWARD) {
            context.counters(p.compartment).add(Total.MADE_FRAMES, 1);
        } else if (verdict != Verdict.HOLD
                || !handOvers.offer(context.worker(), p.handOver.to, p)) {
            context.frames().free(p.receivedAddress);
        }
    }
}
