package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.connection.ConnectionStatus.Counters;
import io.hnvgateway.ipsec.connection.ConnectionStatus.State;
import io.hnvgateway.ipsec.vici.ChildSa;
import io.hnvgateway.ipsec.vici.IkeSa;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One connection with its state. Under the lock of [Connections].
final class Managed {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /// As long as a packet waits for its tunnel.
    private static final Duration DEMAND_WAITS = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /// The plugin and charon's log tell of the same failure within it.
    private static final Duration SAME_FAILURE = Duration.ofSeconds(10);

    /// What was told of a tunnel that is up is why it went down within it.
    private static final Duration PARTS_WITHIN = Duration.ofSeconds(60);

    final ConnectionSpec spec;

    /// What [SpecSeal] calls its CHILD_SAs.
    final String childName;

    private final InstantSource clock;
    private final IkeSas ikeSas;
    private State state = State.NO_CHARON;
    private Instant since;
    private Instant notBefore = Instant.MIN;
    private Instant wantedUntil = Instant.MIN;
    private Duration pause = FIRST_PAUSE;
    private @Nullable ConnectionFailure failure;
    private Instant failedAt = Instant.MIN;
    private @Nullable ConnectionFailure trouble;
    private Instant troubledAt = Instant.MIN;
    private Instant peerHeardAt = Instant.MIN;
    private Counters counters = Counters.NONE;
    private String peer = "";
    private String algorithms = "";

    Managed(ConnectionSpec spec, String childName, InstantSource clock) {
        this.spec = spec;
        this.childName = childName;
        this.clock = clock;
        this.ikeSas = new IkeSas(clock);
        this.since = clock.instant();
    }

    /// Whether an IKE_SA has a CHILD_SA of what the connection was before.
    boolean isOutdated(IkeSa sa) {
        return !sa.children().stream().allMatch(child -> child.name().equals(childName));
    }

    /// Whether an IKE_SA may serve the connection as it is now. One without children may be of what
    /// the connection was before.
    boolean owns(IkeSa sa) {
        return !sa.children().isEmpty() && !isOutdated(sa) && mayBegin(sa);
    }

    /// Whether the side that has begun it may.
    boolean mayBegin(IkeSa sa) {
        return sa.initiator() || !spec.sides().initiateOnly();
    }

    State state() {
        return state;
    }

    boolean isUp() {
        return state == State.ESTABLISHED;
    }

    private void enter(State next) {
        if (state != next) {
            state = next;
            since = clock.instant();
        }
    }

    /// charon has the connection.
    ///
    /// @return true if it is to be set up now: it always is, was up when charon went, or a packet
    ///   asked for it meanwhile and may still wait
    boolean loaded() {
        if (state == State.NO_CHARON) {
            failure = null; // of a charon that was away
            enter(State.WAITING);
        }
        boolean wanted = clock.instant().isBefore(wantedUntil);
        wantedUntil = Instant.MIN;
        return wanted || spec.start() == ConnectionSpec.Start.ALWAYS;
    }

    /// charon and everything that it had are gone.
    void lost(String reason) {
        if (isUp()) {
            wantAlways();
        }
        forgetSas();
        failure = new ConnectionFailure(ConnectionFailure.Kind.CONFIGURATION, reason);
        notBefore = Instant.MIN;
        pause = FIRST_PAUSE;
        enter(State.NO_CHARON);
    }

    private void forgetSas() {
        ikeSas.clear();
        peer = "";
        algorithms = "";
    }

    /// A packet asks for it that cannot be served yet.
    void want() {
        Instant end = clock.instant().plus(DEMAND_WAITS);
        if (wantedUntil.isBefore(end)) {
            wantedUntil = end;
        }
    }

    /// It is to be set up as soon as that can be.
    void wantAlways() {
        wantedUntil = Instant.MAX;
    }

    /// Whether charon has it and it was asked for meanwhile.
    boolean isStillWanted() {
        if (state == State.NO_CHARON) {
            return false;
        }
        boolean wanted = clock.instant().isBefore(wantedUntil);
        wantedUntil = Instant.MIN;
        return wanted;
    }

    /// Begins an attempt, if this is the time for one; without charon, as soon as it is there.
    boolean begin() {
        if (state == State.NO_CHARON) {
            want();
        }
        boolean resting = state == State.BACKING_OFF && clock.instant().isBefore(notBefore);
        if (resting || (state != State.WAITING && state != State.BACKING_OFF)) {
            return false;
        }
        counters =
                new Counters(
                        counters.attempts() + 1,
                        counters.failures(),
                        counters.ups(),
                        counters.rekeys());
        enter(State.CONNECTING);
        return true;
    }

    /// Number of the last attempt of this side, from 1.
    long attempt() {
        return counters.attempts();
    }

    /// Whether that attempt is under way.
    boolean isConnecting(long attempt) {
        return state == State.CONNECTING && counters.attempts() == attempt;
    }

    /// An attempt of this side is over without a tunnel.
    ///
    /// @return how long to wait until the next one
    Duration failed(ConnectionFailure why) {
        note(why);
        Duration rest = pause;
        notBefore = clock.instant().plus(rest);
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        if (state == State.CONNECTING) {
            enter(State.BACKING_OFF);
        }
        return rest;
    }

    /// An attempt of the peer failed, or somebody says why one of this side will.
    void note(ConnectionFailure why) {
        failure = why;
        failedAt = clock.instant();
        counters =
                new Counters(
                        counters.attempts(),
                        counters.failures() + 1,
                        counters.ups(),
                        counters.rekeys());
    }

    /// charon's plugin tells of a failure, in more general words than the log, which it does not
    /// replace. While the tunnel is up, it is only remembered: it may go down for that reason.
    void alerted(ConnectionFailure why) {
        if (isUp()) {
            trouble = why;
            troubledAt = clock.instant();
        } else if (failure == null
                || failure.kind() != why.kind()
                || isPast(failedAt, SAME_FAILURE)) {
            note(why);
        }
    }

    private boolean isPast(Instant begin, Duration limit) {
        return begin.plus(limit).isBefore(clock.instant());
    }

    /// What was told of the tunnel a moment ago, while it was up; else null.
    @Nullable ConnectionFailure trouble() {
        return trouble == null || isPast(troubledAt, PARTS_WITHIN) ? null : trouble;
    }

    /// charon says that it is up and nothing passes: what charon has of it is forgotten.
    ///
    /// @param otherwise why, if nobody has told
    /// @return how long to wait until the next attempt
    Duration stranded(ConnectionFailure otherwise) {
        ConnectionFailure told = trouble();
        forgetSas();
        enter(spec.start() == ConnectionSpec.Start.BY_PEER ? State.WAITING : State.CONNECTING);
        return failed(told == null ? otherwise : told);
    }

    /// Whether a failed attempt of the peer is told now: not within the pause after another one.
    boolean mayHearOfPeer(Duration pause) {
        if (peerHeardAt.plus(pause).isAfter(clock.instant())) {
            return false;
        }
        peerHeardAt = clock.instant();
        return true;
    }

    /// @return those that are to be ended: too many without a child
    List<Long> ikeUp(IkeSa sa) {
        return ikeSas.up(sa.uniqueId());
    }

    /// IKE_SAs that have had no child for too long, and are to be ended.
    List<Long> childless() {
        return ikeSas.overdue();
    }

    void ikeDown(IkeSa sa) {
        ikeSas.down(sa.uniqueId());
        downIfEmpty();
    }

    void ikeRekeyed(IkeSa old, IkeSa now) {
        ikeSas.rekeyed(old.uniqueId(), now.uniqueId());
    }

    /// @return true if the tunnel came up with it
    boolean childUp(IkeSa sa, ChildSa child) {
        boolean first = !isUp();
        ikeSas.childUp(sa.uniqueId(), child.uniqueId());
        peer = sa.remote().address() + " " + sa.remote().identity();
        algorithms = sa.encryption() + ", " + child.encryption();
        failure = null;
        trouble = null;
        pause = FIRST_PAUSE;
        notBefore = Instant.MIN;
        if (first) {
            counters =
                    new Counters(
                            counters.attempts(),
                            counters.failures(),
                            counters.ups() + 1,
                            counters.rekeys());
        }
        enter(State.ESTABLISHED);
        return first;
    }

    void childRekeyed(long ikeUniqueId, ChildSa old, ChildSa now) {
        trouble = null;
        ikeSas.childRekeyed(ikeUniqueId, old.uniqueId(), now.uniqueId());
        counters =
                new Counters(
                        counters.attempts(),
                        counters.failures(),
                        counters.ups(),
                        counters.rekeys() + 1);
    }

    /// @return true if the tunnel went down with it
    boolean childDown(ChildSa child) {
        ikeSas.childDown(child.uniqueId());
        return downIfEmpty();
    }

    private boolean downIfEmpty() {
        if (ikeSas.hasChildren() || !isUp()) {
            return false;
        }
        peer = "";
        algorithms = "";
        ConnectionFailure why = trouble();
        if (why != null) {
            note(why);
        }
        enter(State.WAITING);
        return true;
    }

    /// IKE_SAs of this connection other than that one.
    Set<Long> others(long ikeUniqueId) {
        return ikeSas.others(ikeUniqueId);
    }

    ConnectionStatus status() {
        ConnectionFailure why = failure == null ? trouble() : failure;
        return new ConnectionStatus(spec.name(), state, since, why, peer, algorithms, counters);
    }
}
