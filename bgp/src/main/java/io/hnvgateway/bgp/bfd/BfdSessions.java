package io.hnvgateway.bgp.bfd;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All sessions of one owner thread, which alone calls it: the door of this package.
///
/// In each round [#receive] comes before [#doWork], so that packets which waited while the owner
/// was busy are heard before silence is judged.
@SuppressWarnings("EnumOrdinal") // array positions within one process, never stored
public final class BfdSessions {
    private static final long IDLE_NS = 3_600_000_000_000L;

    private final BfdLimits limits;
    private final RandomGenerator secrets;
    private final BfdListener listener;
    private final BfdTransmitter transmitter;
    private final SessionTable table;
    private final DueQueue queue = new DueQueue();
    private final long[] drops = new long[BfdDrop.values().length];

    /// @param secrets unguessable, as discriminators come from it; [java.security.SecureRandom]
    ///   outside of tests
    public BfdSessions(
            BfdLimits limits,
            RandomGenerator secrets,
            BfdListener listener,
            BfdTransmitter transmitter) {
        this.limits = limits;
        this.secrets = secrets;
        this.listener = listener;
        this.transmitter = transmitter;
        table = new SessionTable(secrets.nextLong());
    }

    /// Begins a session; one between the same that says goodbye ends at once.
    ///
    /// @throws IllegalArgumentException if there is one already, or the compartment's share is used
    ///   up
    public BfdSession add(BfdKey key, BfdSettings settings, long nowNs) {
        checkShare(key);
        BfdSession session =
                new BfdSession(
                        new BfdIdentity(
                                key,
                                freshDiscriminator(),
                                secrets.nextLong(),
                                limits.undirectedPerSecond()),
                        settings,
                        listener,
                        nowNs);
        BfdSession leaving = find(key);
        if (leaving != null) {
            end(leaving);
        }
        table.add(session);
        queue.add(session, session.nextDueNs(nowNs));
        return session;
    }

    private void checkShare(BfdKey key) {
        BfdSession known = find(key);
        if (known != null && !known.removed()) {
            throw new IllegalArgumentException(
                    "compartment %d: BFD between %s and %s is configured twice: keep one"
                            .formatted(key.compartment(), key.local(), key.peer()));
        }
        long held =
                table.sessions().stream()
                        .filter(each -> !each.removed())
                        .filter(each -> each.key().compartment() == key.compartment())
                        .count();
        if (held >= limits.sessionsPerCompartment()) {
            throw new IllegalArgumentException(
                    "compartment %d: BFD with %s: at most %d sessions: take BFD from another peer"
                            .formatted(
                                    key.compartment(),
                                    key.peer(),
                                    limits.sessionsPerCompartment()));
        }
    }

    private @Nullable BfdSession find(BfdKey key) {
        return table.sessions().stream()
                .filter(each -> each.key().equals(key))
                .findAny()
                .orElse(null);
    }

    private int freshDiscriminator() {
        int discriminator;
        do {
            discriminator = secrets.nextInt();
        } while (discriminator == 0 || table.find(discriminator) != null);
        return discriminator;
    }

    /// Tells the peer AdminDown for a detection time, then forgets the session.
    public void remove(BfdSession session, long nowNs) {
        session.remove(nowNs);
        queue.move(session, session.nextDueNs(nowNs));
    }

    private void end(BfdSession session) {
        table.remove(session);
        queue.remove(session);
    }

    public void change(BfdSession session, BfdSettings settings, long nowNs) {
        session.change(settings, nowNs);
        queue.move(session, session.nextDueNs(nowNs));
    }

    /// AdminDown, until [#enable].
    public void disable(BfdSession session, long nowNs) {
        session.disable();
        queue.move(session, session.nextDueNs(nowNs));
    }

    public void enable(BfdSession session, long nowNs) {
        session.enable();
        queue.move(session, session.nextDueNs(nowNs));
    }

    /// Those that say goodbye included; for the owner's thread.
    public List<BfdSession> sessions() {
        return List.copyOf(table.sessions());
    }

    public long drops(BfdDrop reason) {
        return drops[reason.ordinal()];
    }

    /// Takes one packet; the answer, if any, leaves with the next [#doWork].
    ///
    /// @return why it was not taken, counted; null if it was
    public @Nullable BfdDrop receive(BfdArrival arrival, long nowNs) {
        int ttl = arrival.multihop ? BfdHeader.TTL : arrival.ttl;
        BfdDrop drop = BfdHeader.check(arrival.payload, arrival.payloadBytes, ttl);
        if (drop == null) {
            drop = take(arrival, nowNs);
        }
        if (drop != null) {
            drops[drop.ordinal()]++;
        }
        return drop;
    }

    private @Nullable BfdDrop take(BfdArrival arrival, long nowNs) {
        int discriminator = BfdHeader.yourDiscriminator(arrival.payload);
        BfdSession session = discriminator == 0 ? table.find(arrival) : table.find(discriminator);
        if (session == null) {
            return discriminator == 0 ? BfdDrop.UNKNOWN_PEER : BfdDrop.UNKNOWN_DISCRIMINATOR;
        }
        if (!SessionTable.isBetween(session.key(), arrival)) {
            return BfdDrop.OTHER_ADDRESSES;
        }
        if (discriminator == 0 && !session.undirected.tryTake(nowNs)) {
            return BfdDrop.UNDIRECTED_LIMIT;
        }
        if (discriminator != 0 && !session.admits(nowNs)) {
            return BfdDrop.PEER_LIMIT;
        }
        session.receive(arrival.payload, nowNs);
        queue.move(session, session.nextDueNs(nowNs));
        return null;
    }

    /// So long nobody could have heard a peer, for whoever hears was away: it is no silence of the
    /// peers. Before [#doWork].
    ///
    /// @param awayNs up to now
    public void notHeard(long awayNs, long nowNs) {
        for (BfdSession session : table.sessions()) {
            session.notHeard(awayNs, nowNs);
            queue.move(session, session.nextDueNs(nowNs));
        }
    }

    /// Says AdminDown to all peers at once, as often as asked: this process ends on purpose, and
    /// nobody answers from here on (RFC 5880 §6.8.16).
    public void farewell(int times, long nowNs) {
        for (BfdSession session : table.sessions()) {
            session.disable();
            for (int i = 0; i < times; i++) {
                transmitter.transmit(session, false);
            }
            queue.move(session, session.nextDueNs(nowNs));
        }
    }

    /// Does what is due.
    ///
    /// @return when to come again, unless something is received or changed before
    public long doWork(long nowNs) {
        while (!queue.isEmpty() && queue.first().dueNs - nowNs <= 0) {
            BfdSession session = queue.first();
            session.doWork(nowNs, transmitter);
            if (session.gone(nowNs)) {
                end(session);
            } else {
                queue.move(session, session.nextDueNs(nowNs));
            }
        }
        return queue.isEmpty() ? nowNs + IDLE_NS : queue.first().dueNs;
    }
}
