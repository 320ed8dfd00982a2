package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.connection.ConnectionFailure.Kind;
import io.hnvgateway.ipsec.vici.Charon;
import io.hnvgateway.ipsec.vici.CharonEvent;
import io.hnvgateway.ipsec.vici.CharonEvents;
import io.hnvgateway.ipsec.vici.CharonLog;
import io.hnvgateway.ipsec.vici.IkeSa;
import io.hnvgateway.ipsec.vici.LogLine;
import io.hnvgateway.ipsec.vici.ViciClient;
import io.hnvgateway.ipsec.vici.ViciException;
import io.hnvgateway.ipsec.vici.ViciRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps charon's connections as they shall be, and knows how each is doing. For any threads.
public final class Connections implements AutoCloseable, ConnectionAlerts {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /// Longer than charon's own retransmissions as `hnv-gateway.conf` sets them.
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(45);

    /// A connection begins without its log after it: the log explains, and carries nothing.
    private static final Duration LOG_LIMIT = Duration.ofSeconds(10);

    private final Charon charon;
    private final ConnectionListener listener;
    private final InstantSource clock;
    private final Duration attemptLimit;
    private final CharonEvents events;
    private final CharonLog log;
    private final Turns turns = new Turns();

    /// Of the fields below; nobody waits for charon under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final ConnectionTable managed;
    private final FailureLog failures = new FailureLog();
    private boolean reachable;
    private boolean carried = true;
    private volatile boolean closed;

    /// Pushes and ends one after the other.
    private final ReentrantLock commands = new ReentrantLock();

    private final ConnectionPush push;
    private final SpecSeal seal;

    /// What charon has had from before is looked through.
    private volatile boolean judged;

    /// Listens to charon, which need not be there yet, from the first [#apply] on.
    public Connections(ViciClient client, SpecSeal seal, ConnectionListener listener) {
        this(client, seal, listener, InstantSource.system(), ATTEMPT_LIMIT);
    }

    /// @param attemptLimit after which an attempt of this side's has failed
    Connections(
            ViciClient client,
            SpecSeal seal,
            ConnectionListener listener,
            InstantSource clock,
            Duration attemptLimit) {
        this.charon = new Charon(client);
        this.seal = seal;
        this.listener = listener;
        this.clock = clock;
        this.attemptLimit = attemptLimit;
        this.managed = new ConnectionTable(clock);
        this.push = new ConnectionPush(charon, this);
        FromCharon reports = new FromCharon();
        this.log = new CharonLog(client, reports::logged);
        this.events = new CharonEvents(client, reports);
    }

    /// Makes these the connections: new and changed ones are given to charon, others end. A changed
    /// one is ended and begins anew. Waits for charon and for no peer; when charon is away, it gets
    /// them later.
    public void apply(Collection<ConnectionSpec> specs) {
        commands.lock();
        try {
            events.begin(); // not before it is known what charon shall have
            Map<String, ConnectionSpec> wanted =
                    specs.stream().collect(Collectors.toMap(ConnectionSpec::name, spec -> spec));
            List<ConnectionSpec> gone = new ArrayList<>();
            List<Managed> come = new ArrayList<>();
            lock.lock();
            try {
                for (Managed before : List.copyOf(managed.all())) {
                    if (!before.spec.equals(wanted.get(before.spec.name()))) {
                        gone.add(before.spec);
                        managed.remove(before);
                        failures.forget(before.spec.name());
                        tellIfDown(before);
                    }
                }
                for (ConnectionSpec spec : specs) {
                    if (managed.get(spec.name()) == null) {
                        Managed made = new Managed(spec, seal.childName(spec), clock);
                        come.add(made);
                        managed.add(made);
                        failures.expect(spec.name());
                    }
                }
                if (!reachable) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            if (!gone.stream().allMatch(push::end) || !come.stream().allMatch(this::load)) {
                events.reconnect();
            }
        } finally {
            commands.unlock();
        }
    }

    private void tellIfDown(Managed connection) {
        if (connection.isUp()) {
            listener.changed(connection.spec.name(), false);
        }
    }

    /// @return false when charon does not answer: it gets everything when it is back
    private boolean load(Managed given) {
        ConnectionSpec spec = given.spec;
        switch (push.load(given)) {
            case REFUSED -> {
                return true;
            }
            case AWAY -> {
                return false;
            }
            case LOADED -> {}
        }
        boolean begins;
        lock.lock();
        try {
            Managed connection = managed.get(spec.name());
            if (connection == null) {
                return true;
            }
            begins = connection.loaded();
            if (begins && !carried) {
                connection.wantAlways();
                begins = false;
            }
        } finally {
            lock.unlock();
        }
        if (begins) {
            demand(spec.name());
        }
        return true;
    }

    /// A packet wants to go there: begins an attempt unless one is under way, or the last one
    /// failed a moment ago. Returns at once.
    ///
    /// @return false for a name that is none
    public boolean demand(String name) {
        Managed begun;
        long attempt;
        lock.lock();
        try {
            Managed connection = managed.get(name);
            if (connection == null) {
                return false;
            }
            if (connection.spec.start() == ConnectionSpec.Start.BY_PEER) {
                return true;
            }
            if (!carried) {
                connection.want();
                return true;
            }
            if (!connection.begin()) {
                return true;
            }
            begun = connection;
            attempt = connection.attempt();
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("initiate-" + name).start(() -> initiate(begun, attempt));
        return true;
    }

    /// charon's plugin has found the gateway, or lost it: without it no tunnel can come to be, so
    /// that no attempt is begun. Until the first call it is taken to be there.
    public void carried(boolean now) {
        List<String> wanted = List.of();
        lock.lock();
        try {
            carried = now;
            if (now) {
                wanted =
                        managed.all().stream()
                                .filter(Managed::isStillWanted)
                                .map(connection -> connection.spec.name())
                                .toList();
            }
        } finally {
            lock.unlock();
        }
        wanted.forEach(this::demand);
    }

    /// Neither charon nor this thread waits for the peer: the events tell of success, the log of a
    /// failure, and the time of one that nobody told.
    private void initiate(Managed begun, long attempt) {
        ConnectionSpec spec = begun.spec;
        try {
            begin(spec.name(), begun.childName);
            Thread.sleep(attemptLimit);
            String late = "no tunnel within " + attemptLimit.toSeconds() + " s";
            afterFailure(spec, attempt, new ConnectionFailure(Kind.UNREACHABLE, late));
        } catch (ViciRefusedException e) {
            afterFailure(
                    spec,
                    attempt,
                    new ConnectionFailure(Kind.OTHER, String.valueOf(e.getMessage())));
        } catch (ViciException e) {
            afterFailure(
                    spec,
                    attempt,
                    new ConnectionFailure(Kind.CONFIGURATION, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(String name, String child) throws ViciException, InterruptedException {
        turns.take(name);
        try {
            charon.begin(name, child);
        } finally {
            turns.giveBack(name);
        }
    }

    /// What is left of the attempt ends, and the next one waits. Nothing happens when the attempt
    /// is over.
    private void afterFailure(ConnectionSpec spec, long attempt, ConnectionFailure failure) {
        Duration pause;
        lock.lock();
        try {
            Managed connection = managed.get(spec.name());
            if (connection == null
                    || !connection.spec.equals(spec)
                    || !connection.isConnecting(attempt)) {
                return;
            }
            pause = connection.failed(failure);
        } finally {
            lock.unlock();
        }
        ViciCommand.quietly(() -> charon.end(spec.name()));
        if (spec.start() == ConnectionSpec.Start.ALWAYS) {
            demandAfter(spec, pause);
        }
    }

    private void demandAfter(ConnectionSpec spec, Duration pause) {
        Thread.ofVirtual()
                .name("again-" + spec.name())
                .start(() -> {
                    try {
                        Thread.sleep(pause.plusMillis(10));
                    } catch (InterruptedException e) {
                        return;
                    }
                    if (!closed) {
                        demand(spec.name());
                    }
                });
    }

    @Override
    public void failed(String connection, ConnectionFailure failure) {
        lock.lock();
        try {
            Managed known = managed.get(connection);
            if (known != null) {
                known.alerted(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /// charon says that the connection is up and there is nothing that could carry its packets:
    /// ends it and, unless that is the peer's business, sets it up again. Without effect on one
    /// that is not up. Returns at once.
    ///
    /// @param why the reason, if nobody has told another
    public void reestablish(String name, ConnectionFailure why) {
        ConnectionSpec spec;
        Duration pause;
        lock.lock();
        try {
            Managed connection = managed.get(name);
            if (connection == null || !connection.isUp()) {
                return;
            }
            spec = connection.spec;
            pause = connection.stranded(why);
            listener.changed(name, false);
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual()
                .name("reestablish-" + name)
                .start(() -> {
                    ViciCommand.quietly(() -> charon.end(name));
                    demandAfter(spec, pause);
                });
    }

    public List<ConnectionStatus> statuses() {
        return locked(() -> managed.all().stream().map(Managed::status).toList());
    }

    public Optional<ConnectionStatus> status(String name) {
        return locked(() -> Optional.ofNullable(managed.get(name)).map(Managed::status));
    }

    /// Ends the listening; charon's connections and tunnels stay.
    @Override
    public void close() {
        closed = true;
        events.close();
        log.close();
        charon.close();
    }

    /// To be called each second: IKE_SAs that nobody gives a child end.
    public void eachSecond() {
        lock.lock();
        try {
            managed.all().forEach(connection -> connection.childless().forEach(this::endIke));
        } finally {
            lock.unlock();
        }
        if (push.hasUnended()) {
            Thread.ofVirtual().name("end-again").start(this::endAgain);
        }
    }

    private void endAgain() {
        if (commands.tryLock()) {
            try {
                ViciCommand.quietly(() -> push.endAgain(this::present));
            } finally {
                commands.unlock();
            }
        }
    }

    private Optional<Managed> present(String name) {
        return locked(() -> Optional.ofNullable(managed.get(name)));
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /// Whether no SA is in charon any more that another process has set up for what is no
    /// connection now.
    public boolean isJudged() {
        return judged;
    }

    private void endIke(long uniqueId) {
        Thread.ofVirtual()
                .name("end-ike-" + uniqueId)
                .start(() -> ViciCommand.quietly(() -> charon.endIke(uniqueId)));
    }

    /// What charon reports, on the thread of [CharonEvents].
    private final class FromCharon implements CharonEvents.Listener {

        /// Everything is pushed, and what charon has beyond it ends.
        @Override
        public void connected() throws ViciException {
            awaitLog();
            commands.lock();
            try {
                List<Managed> present = present();
                List<IkeSa> sas = push.endOthers(present);
                judged = true;
                for (Managed connection : present) {
                    if (!load(connection)) {
                        events.reconnect();
                        return;
                    }
                }
                sas.forEach(this::childUp);
                LOG.info(
                        "event=charon-connected connections={} sas={}", present.size(), sas.size());
            } finally {
                commands.unlock();
            }
        }

        /// No attempt is made before its lines are heard: they alone tell why one fails.
        private void awaitLog() {
            try {
                if (!log.awaitListening(LOG_LIMIT)) {
                    LOG.warn("event=charon-log-late waited={}s", LOG_LIMIT.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the listening ends
            }
        }

        private List<Managed> present() {
            return locked(() -> {
                reachable = true;
                return List.copyOf(managed.all());
            });
        }

        @Override
        public void disconnected(String reason) {
            judged = false;
            lock.lock();
            try {
                reachable = false;
                for (Managed connection : managed.all()) {
                    tellIfDown(connection);
                    connection.lost("charon is not there: " + reason);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void event(CharonEvent event) {
            switch (event) {
                case CharonEvent.IkeUpDown(boolean up, List<IkeSa> sas) ->
                        sas.forEach(up ? this::ikeUp : this::ikeDown);
                case CharonEvent.ChildUpDown(boolean up, List<IkeSa> sas) ->
                        sas.forEach(up ? this::childUp : this::childDown);
                case CharonEvent.IkeRekey(IkeSa old, IkeSa now) ->
                        with(now.name(), connection -> connection.ikeRekeyed(old, now));
                case CharonEvent.ChildRekey(var name, long ike, var old, var now) ->
                        with(name, connection -> connection.childRekeyed(ike, old, now));
            }
        }

        /// On the thread of [CharonLog].
        void logged(LogLine line) {
            FailureLog.Ended ended = failures.add(line);
            if (ended == null) {
                return;
            }
            if (ended.own()) {
                ownFailed(ended);
            } else {
                peerFailed(ended);
            }
        }

        private void ownFailed(FailureLog.Ended ended) {
            with(
                    ended.connection(),
                    connection -> {
                        ConnectionSpec spec = connection.spec;
                        long attempt = connection.attempt();
                        ConnectionFailure failure =
                                FailureWords.read(ended.lines(), spec)
                                        .orElseGet(() ->
                                                new ConnectionFailure(
                                                        Kind.OTHER, ended.lines().getLast()));
                        if (connection.isConnecting(attempt)) {
                            Thread.ofVirtual()
                                    .name("failed-" + spec.name())
                                    .start(() -> afterFailure(spec, attempt, failure));
                        }
                    });
        }

        private void with(String name, Consumer<Managed> action) {
            lock.lock();
            try {
                Managed connection = managed.get(name);
                if (connection != null) {
                    action.accept(connection);
                }
            } finally {
                lock.unlock();
            }
        }

        private void ikeUp(IkeSa sa) {
            lock.lock();
            try {
                Managed connection = managed.get(sa.name());
                if (connection == null || !connection.mayBegin(sa)) {
                    endIke(sa.uniqueId());
                } else {
                    connection.ikeUp(sa).forEach(Connections.this::endIke);
                }
            } finally {
                lock.unlock();
            }
        }

        private void ikeDown(IkeSa sa) {
            with(
                    sa.name(),
                    connection -> {
                        boolean wasUp = connection.isUp();
                        connection.ikeDown(sa);
                        wentDown(connection, wasUp);
                    });
        }

        private void wentDown(Managed connection, boolean wasUp) {
            if (wasUp && !connection.isUp()) {
                listener.changed(connection.spec.name(), false);
                if (connection.spec.start() == ConnectionSpec.Start.ALWAYS) {
                    demandAfter(connection.spec, Duration.ZERO);
                }
            }
        }

        /// The other IKE_SAs of the connection end only now, when the new one carries packets.
        private void childUp(IkeSa sa) {
            failures.succeeded(sa.name(), sa.uniqueId());
            lock.lock();
            try {
                Managed connection = managed.get(sa.name());
                if (connection == null || !connection.owns(sa)) {
                    endIke(sa.uniqueId());
                    return;
                }
                boolean cameUp = false;
                for (var child : sa.children()) {
                    cameUp |= connection.childUp(sa, child);
                }
                connection.others(sa.uniqueId()).forEach(Connections.this::endIke);
                if (cameUp) {
                    listener.changed(sa.name(), true);
                }
            } finally {
                lock.unlock();
            }
        }

        private void childDown(IkeSa sa) {
            with(
                    sa.name(),
                    connection -> {
                        boolean wasUp = connection.isUp();
                        sa.children().forEach(connection::childDown);
                        wentDown(connection, wasUp);
                    });
        }

        /// Without a name, the failure is that of all connections with such a peer.
        private void peerFailed(FailureLog.Ended ended) {
            for (Managed each : locked(() -> managed.meantBy(ended))) {
                FailureWords.read(ended.lines(), each.spec)
                        .ifPresent(failure ->
                                with(
                                        each.spec.name(),
                                        connection -> {
                                            if (connection == each && !connection.isUp()) {
                                                connection.note(failure);
                                            }
                                        }));
            }
        }
    }
}
