package io.hnvgateway.app.desired;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateEdit;
import io.hnvgateway.app.store.StateStore;
import io.hnvgateway.app.store.StoredChange;
import io.hnvgateway.app.store.Unconfirmed;
import io.hnvgateway.app.store.Version;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.KeptSecrets;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.validation.DesiredStateValidator;
import io.hnvgateway.provider.validation.HostFacts;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes documents of desired state, and changes of a few resources, into effect: one at a time and
/// each all or nothing.
public final class DesiredStateApplier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DesiredStateApplier.class);

    private final ConnectionString connection;
    private final Supplier<HostFacts> hostFacts;
    private final DurableState store;
    private final ForwardingTarget target;
    private final IntoEffect effect;
    private final Versions versions;
    private final ConfirmWatch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private ResourceBook book = new ResourceBook();
    private Map<RoutingDomainId, TenantNetwork> networks = new LinkedHashMap<>();
    private @Nullable ProviderBgp provider;
    private boolean closed;
    private volatile Consumer<GatewayEvent> listener = _ -> {};
    private volatile ObjLongConsumer<Outcome> takenBack = (_, _) -> {};

    /// What [#applied] returns; null after a change, until somebody asks.
    private volatile @Nullable Applied applied;

    /// Why what was stored is not in effect; empty: it is, or something else was applied since.
    private volatile String startFault = "";

    /// `hostFacts` is asked anew for each document.
    public DesiredStateApplier(
            ConnectionString connection,
            Supplier<HostFacts> hostFacts,
            StateStore store,
            ForwardingTarget target) {
        this(connection, hostFacts, store, target, InstantSource.system());
    }

    /// @param clock of what is to be confirmed; over all restarts, so of the wall
    DesiredStateApplier(
            ConnectionString connection,
            Supplier<HostFacts> hostFacts,
            StateStore store,
            ForwardingTarget target,
            InstantSource clock) {
        this.connection = connection;
        this.hostFacts = hostFacts;
        this.store = new DurableState(store);
        this.target = target;
        effect = new IntoEffect(target);
        versions = new Versions(clock);
        watch = new ConfirmWatch(clock, this::takeBackDue, this::nextDeadline);
    }

    /// From now on, each accepted change and each end of what is to be confirmed is told.
    public DesiredStateApplier telling(Consumer<GatewayEvent> events) {
        listener = events;
        return this;
    }

    /// From now on, what is taken back by itself is told, with the number of the change that it
    /// was.
    public DesiredStateApplier tellingTakenBack(ObjLongConsumer<Outcome> witness) {
        takenBack = witness;
        return this;
    }

    /// What is in effect; may wait for a change that is under way.
    public Applied applied() {
        Applied known = applied;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            Applied current = new Applied(book.state(), List.copyOf(networks.values()));
            applied = current;
            return current;
        } finally {
            lock.unlock();
        }
    }

    /// Publishes the stored state, or an empty one if there is none or it is refused; the refused
    /// file stays for the operator until something else is applied. What was to be confirmed by now
    /// is taken back before this returns. To be called once, before the control socket opens.
    public void start() {
        lock.lock();
        try {
            LoadedState loaded = store.load();
            if (!loaded.problem().isEmpty()) {
                LOG.error("event=stored-state-damaged problem=\"{}\"", loaded.problem());
                startFault = loaded.problem();
            }
            PhaseTimes times = PhaseTimes.start();
            versions.load(loaded);
            Outcome outcome = apply(loaded.document(), Mode.LOAD, Wish.LOCAL, times);
            for (Fault fault : outcome.faults()) {
                LOG.error("event=stored-state-refused fault=\"{}\"", fault);
            }
            if (!outcome.faults().isEmpty()) {
                startFault = "the stored state was refused: " + outcome.faults().getFirst();
                target.prepare(NetworkChanges.NONE).publish(times);
            }
            takeBackDue();
            wakeWatch();
        } finally {
            lock.unlock();
        }
    }

    /// Why what was stored at the start is not in effect, until a whole document is applied; empty:
    /// it is.
    public String startFault() {
        return startFault;
    }

    /// As [#apply(DesiredStateDocument, boolean, PhaseTimes)] without an interest in times.
    public Outcome apply(JsonNode document, boolean dryRun) {
        return apply(DesiredStateReader.read(document), dryRun, PhaseTimes.start());
    }

    /// As [#apply(DesiredStateDocument, boolean, ChangeOrigin, PhaseTimes)] by the control socket.
    public Outcome apply(DesiredStateDocument read, boolean dryRun, PhaseTimes times) {
        return apply(read, dryRun, ChangeOrigin.LOCAL, times);
    }

    /// Completes, validates and compares a whole document; applies unless `dryRun`. Unchanged input
    /// changes nothing.
    public Outcome apply(
            DesiredStateDocument read, boolean dryRun, ChangeOrigin origin, PhaseTimes times) {
        lock.lock();
        try {
            Wish wish = new Wish(origin, Set.of());
            Outcome outcome = apply(read, dryRun ? Mode.DRY_RUN : Mode.APPLY, wish, times);
            if (!dryRun && !outcome.isRefused()) {
                startFault = "";
            }
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    /// A whole document as another gateway had it, with its secrets: of what was in effect nothing
    /// is kept.
    public Outcome restore(DesiredStateDocument read, ChangeOrigin origin, PhaseTimes times) {
        lock.lock();
        try {
            return apply(read, Mode.RESTORE, new Wish(origin, Set.of()), times);
        } finally {
            lock.unlock();
        }
    }

    /// As [#edit(Proposal, ChangeOrigin, PhaseTimes)], whatever is in effect.
    ///
    /// @param read what is put in
    /// @param deleted as `/virtualNetworks/contoso`
    public Outcome edit(
            DesiredStateDocument read, List<ResourceReference> deleted, PhaseTimes times) {
        return edit(_ -> new Proposal.Change(read, deleted), ChangeOrigin.LOCAL, times);
    }

    /// Puts resources in and takes others out; all that the proposal does not name stays as it is.
    /// Costs what the tenants that it touches cost.
    public Outcome edit(Proposal proposal, ChangeOrigin origin, PhaseTimes times) {
        lock.lock();
        try {
            Proposal.Change wanted = proposal.propose(r -> book.get(ResourceKeys.key(r)));
            if (!wanted.put().faults().isEmpty()) {
                return Outcome.refused(wanted.put().faults());
            }
            return edit(wanted.put().state(), wanted.deleted(), new Wish(origin, Set.of()), times);
        } finally {
            lock.unlock();
        }
    }

    private Outcome edit(
            DesiredState put, List<ResourceReference> deleted, Wish wish, PhaseTimes times) {
        HostFacts host = hostFacts.get();
        Edit edit = Edit.make(book, put, deleted, PublicAddressPool.of(connection, host));
        boolean kept = false;
        try {
            Outcome outcome = edit(edit, host, wish, times);
            kept = outcome.changed();
            return outcome;
        } finally {
            if (!kept) {
                edit.undo();
            }
        }
    }

    /// What came before the changes that this is composed of, as one more change.
    private Outcome restore(Composition before, Wish wish, PhaseTimes times) {
        return edit(before.put(), before.deleted(book::get), wish, times);
    }

    /// Number of the last change; 0: none has one yet. May wait for a change that is under way.
    public long version() {
        lock.lock();
        try {
            return versions.current();
        } finally {
            lock.unlock();
        }
    }

    /// Accepted changes, the newest first.
    ///
    /// @param before only of lower numbers
    /// @param most how many at most
    public List<Version> history(long before, int most) throws IOException {
        return store.history().page(before, most);
    }

    /// What is different from one version to another, without secrets.
    ///
    /// @throws FaultsException if one of them is not known
    public List<Change> diff(long from, long to) throws FaultsException {
        VersionReader reader = new VersionReader(store.history());
        long seen = version();
        Composition first = reader.back(from, seen);
        Composition second = reader.back(to, seen);
        lock.lock();
        try {
            reader.more(first, from, seen, versions.current());
            reader.more(second, to, seen, versions.current());
            return VersionReader.difference(first, second, book::get);
        } finally {
            lock.unlock();
        }
    }

    /// One more change, which takes all behind a version back; those of them that wait to be
    /// confirmed wait no longer. Others' tenants are not touched.
    public Outcome rollback(long to, ChangeOrigin origin, PhaseTimes times) {
        VersionReader reader = new VersionReader(store.history());
        try {
            long seen = version();
            Composition back = reader.back(to, seen);
            lock.lock();
            try {
                reader.more(back, to, seen, versions.current());
                times.end("history");
                return restore(back, new Wish(origin, versions.waitingAfter(to)), times);
            } finally {
                lock.unlock();
            }
        } catch (FaultsException e) {
            return Outcome.refused(e.faults());
        }
    }

    /// The change stays, and what it holds is free again.
    public Outcome confirm(long version, String who) {
        lock.lock();
        try {
            if (!versions.isWaiting(version)) {
                return Outcome.refused(List.of(Versions.notWaiting(version)));
            }
            List<Fault> faults = settle(Set.of(version));
            if (faults.isEmpty()) {
                tell(version, "confirmed", who, "");
                ChangeWitness.told(new Outcome(List.of(), List.of(), false, version));
            }
            return faults.isEmpty() ? Outcome.unchanged(List.of()) : Outcome.refused(faults);
        } finally {
            lock.unlock();
        }
    }

    /// Changes that wait to be confirmed, the oldest first.
    public List<Pending> pending() {
        lock.lock();
        try {
            return versions.pending();
        } finally {
            lock.unlock();
        }
    }

    /// Takes back what nobody confirmed in time. Done by itself; what is refused is tried again.
    void takeBackDue() {
        lock.lock();
        try {
            if (!closed) {
                versions.due().forEach(this::takeBack);
            }
        } finally {
            lock.unlock();
        }
    }

    private void takeBack(Unconfirmed change) {
        long number = change.version().number();
        ChangeOrigin origin = new ChangeOrigin("commit-confirm", change.version().requestId(), 0);
        Composition back = new Composition();
        back.add(change.inverse());
        String problem;
        try {
            Wish wish = new Wish(origin, Set.of(number));
            Outcome outcome =
                    ChangeWitness.hearing(
                            accepted -> takenBack.accept(accepted, number),
                            () -> restore(back, wish, PhaseTimes.start()));
            problem = outcome.isRefused() ? outcome.faults().getFirst().toString() : "";
        } catch (RuntimeException e) {
            problem = e.toString();
        }
        if (problem.isEmpty()) {
            LOG.info("event=change-taken-back version={}", number);
            tell(number, "taken-back", origin.who(), "");
        } else if (versions.cannotTakeBack(number, problem)) {
            LOG.warn("event=change-not-taken-back version={} reason=\"{}\"", number, problem);
            tell(number, "not-taken-back", origin.who(), problem);
        }
    }

    private @Nullable Instant nextDeadline() {
        lock.lock();
        try {
            return closed ? null : versions.nextDeadline();
        } finally {
            lock.unlock();
        }
    }

    private List<Fault> settle(Set<Long> ended) {
        if (ended.isEmpty()) {
            return List.of();
        }
        try {
            store.confirm(ended);
        } catch (IOException e) {
            return List.of(IntoEffect.notStored(e));
        }
        ended.forEach(versions::release);
        return List.of();
    }

    private void accepted(StoredChange change) {
        Version version = change.version();
        versions.accepted(change);
        tell(version.number(), "accepted", version.who(), "");
        wakeWatch();
    }

    private void wakeWatch() {
        if (versions.isAnyWaiting()) {
            watch.wake();
        }
    }

    private void tell(long version, String what, String who, String reason) {
        listener.accept(new GatewayEvent.VersionChanged(version, what, who, reason));
    }

    /// Nothing is changed any more, also not by itself: the store may be another process's.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        watch.close();
    }

    /// The resource of a document that is in effect, as `/virtualNetworks/contoso`; null: there is
    /// none. May wait for a change that is under way.
    public @Nullable Resource resource(ResourceReference reference) {
        lock.lock();
        try {
            return book.get(ResourceKeys.key(reference));
        } finally {
            lock.unlock();
        }
    }

    private Outcome edit(Edit edit, HostFacts host, Wish wish, PhaseTimes times) {
        Supplier<List<Change>> difference = edit.changesMeanwhile();
        DesiredStateDocument scope = edit.document();
        List<Fault> faults = new ArrayList<>(validator(host).faults(scope));
        faults.addAll(NetworkLimit.faults(connection, book.networks()));
        if (faults.isEmpty()) {
            faults.addAll(
                    CertificateFaults.of(
                            scope.state().virtualGateways(),
                            CertificateFaults.credentialsOf(
                                    AffectedNetworks.before(edit, networks))));
        }
        times.end("validate");
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        List<Change> changes = difference.get();
        if (changes.isEmpty()) {
            List<Fault> unsettled = settle(wish.ends());
            return unsettled.isEmpty() ? Outcome.unchanged(changes) : Outcome.refused(unsettled);
        }
        StateEdit forward = edit.forward();
        List<Fault> refusals = refusals(forward, wish);
        if (!refusals.isEmpty()) {
            return Outcome.refused(refusals);
        }
        StoredChange change =
                new StoredChange(
                        versions.next(wish.origin(), changes),
                        forward,
                        edit.inverse(),
                        wish.ends());
        ProviderBgp providerAfter =
                edit.concerns(Gateway.class)
                        ? ProviderResolver.resolve(scope.state().gateways(), connection.natPool())
                        : provider;
        NetworkChanges affected =
                AffectedNetworks.of(edit, scope.state(), networks)
                        .withProvider(provider, providerAfter);
        times.end("compare");
        Outcome outcome =
                effect.take(affected, store.append(change), change.version(), changes, times);
        if (outcome.changed()) {
            affected.removed().forEach(networks::remove);
            affected.changed().forEach(network -> networks.put(network.rdid(), network));
            provider = providerAfter;
            applied = null;
            accepted(change);
            store.compact(() -> book.state());
            if (edit.concerns(ProviderAddress.class)) {
                announce(book.state());
            }
        }
        return outcome;
    }

    private Outcome apply(DesiredStateDocument document, Mode mode, Wish wish, PhaseTimes times) {
        HostFacts known = hostFacts.get();
        HostFacts host = mode == Mode.LOAD ? known.ofStoredState() : known;
        if (!document.faults().isEmpty()) {
            return Outcome.refused(validator(host).faults(document));
        }
        DesiredState before = applied().state();
        PublicAddressPool pool = PublicAddressPool.of(connection, host);
        DesiredState wanted =
                mode == Mode.LOAD || mode == Mode.RESTORE
                        ? pool.withoutForeign(document.state())
                        : KeptSecrets.fill(document.state(), before);
        Assignment.Assigned assigned = Assignment.assign(wanted, before, pool);
        List<Fault> faults =
                validator(host)
                        .faults(
                                new DesiredStateDocument(
                                        assigned.state(), assigned.faults(), Set.of()));
        if (faults.isEmpty() && mode != Mode.LOAD && mode != Mode.RESTORE) {
            faults =
                    CertificateFaults.of(
                            assigned.state().virtualGateways(),
                            CertificateFaults.credentials(before.virtualGateways().stream()));
        }
        times.end("validate");
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        List<Change> changes = StateDiff.between(before, assigned.state());
        times.end("compare");
        if (mode == Mode.DRY_RUN || (mode != Mode.LOAD && changes.isEmpty())) {
            return Outcome.unchanged(changes);
        }
        DesiredState after = assigned.state();
        if (mode == Mode.LOAD) {
            return replace(after, changes, null, times);
        }
        StateEdit forward = Differences.between(before, after);
        List<Fault> refusals = refusals(forward, wish);
        if (!refusals.isEmpty()) {
            return Outcome.refused(refusals);
        }
        StoredChange change =
                new StoredChange(
                        versions.next(wish.origin(), changes),
                        forward,
                        Differences.between(after, before),
                        wish.ends());
        return replace(after, changes, change, times);
    }

    /// @param change null: the state is stored already
    private Outcome replace(
            DesiredState state,
            List<Change> changes,
            @Nullable StoredChange change,
            PhaseTimes times) {
        DesiredState before = applied().state();
        Map<RoutingDomainId, TenantNetwork> after =
                AffectedNetworks.byDomain(TenantResolver.resolve(state));
        ProviderBgp providerAfter =
                ProviderResolver.resolve(state.gateways(), connection.natPool());
        NetworkChanges affected =
                NetworkChanges.between(networks, after).withProvider(provider, providerAfter);
        ResourceBook next = ResourceBook.of(state);
        times.end("compare");
        DurableState.Step step =
                change == null ? DurableState.Step.NONE : store.save(state, change, before);
        Version version = change == null ? null : change.version();
        Outcome outcome = effect.take(affected, step, version, changes, times);
        if (outcome.changed()) {
            book = next;
            networks = after;
            provider = providerAfter;
            announce(state);
            applied = new Applied(state, List.copyOf(after.values()));
            if (change != null) {
                accepted(change);
            }
            LOG.info(
                    "event={} networks={} changes={} times-us={}",
                    change == null ? "stored-state-loaded" : "desired-state-applied",
                    after.size(),
                    changes.size(),
                    times.micros());
        }
        return outcome;
    }

    private void announce(DesiredState state) {
        target.announce(TenantResolver.announcedProviderAddresses(state));
    }

    /// Why a valid change is not wanted.
    private List<Fault> refusals(StateEdit forward, Wish wish) {
        if (closed) {
            return List.of(IntoEffect.ends());
        }
        List<Fault> faults = new ArrayList<>(versions.faults(wish.origin()));
        faults.addAll(versions.held(Differences.touched(forward), wish.ends()));
        return faults;
    }

    private DesiredStateValidator validator(HostFacts host) {
        return new DesiredStateValidator(connection, host);
    }

    /// The state in effect, with everything assigned, and its networks.
    public record Applied(DesiredState state, List<TenantNetwork> networks) {}

    /// @param ends versions that a change takes back
    private record Wish(ChangeOrigin origin, Set<Long> ends) {
        static final Wish LOCAL = new Wish(ChangeOrigin.LOCAL, Set.of());
    }

    private enum Mode {
        APPLY,
        DRY_RUN,
        LOAD,
        RESTORE
    }
}
