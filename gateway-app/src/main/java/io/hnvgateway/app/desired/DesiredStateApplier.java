package io.hnvgateway.app.desired;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateStore;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.provider.Fault;
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
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes documents of desired state, and changes of a few resources, into effect: one at a time and
/// each all or nothing.
public final class DesiredStateApplier {
    private static final Logger LOG = LoggerFactory.getLogger(DesiredStateApplier.class);

    private final ConnectionString connection;
    private final Supplier<HostFacts> hostFacts;
    private final DurableState store;
    private final ForwardingTarget target;
    private final ReentrantLock lock = new ReentrantLock();
    private ResourceBook book = new ResourceBook();
    private Map<RoutingDomainId, TenantNetwork> networks = new LinkedHashMap<>();
    private @Nullable ProviderBgp provider;

    /// What [#applied] returns; null after a change, until somebody asks.
    private volatile @Nullable Applied applied;

    /// `hostFacts` is asked anew for each document.
    public DesiredStateApplier(
            ConnectionString connection,
            Supplier<HostFacts> hostFacts,
            StateStore store,
            ForwardingTarget target) {
        this.connection = connection;
        this.hostFacts = hostFacts;
        this.store = new DurableState(store);
        this.target = target;
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
    /// file stays for the operator until something else is applied. To be called once, before the
    /// control socket opens.
    public void start() {
        lock.lock();
        try {
            LoadedState loaded = store.load();
            if (!loaded.problem().isEmpty()) {
                LOG.error("event=stored-state-damaged problem=\"{}\"", loaded.problem());
            }
            PhaseTimes times = PhaseTimes.start();
            Outcome outcome = apply(loaded.document(), Mode.LOAD, times);
            for (Fault fault : outcome.faults()) {
                LOG.error("event=stored-state-refused fault=\"{}\"", fault);
            }
            if (!outcome.faults().isEmpty()) {
                target.prepare(NetworkChanges.NONE).publish(times);
            }
        } finally {
            lock.unlock();
        }
    }

    /// As [#apply(DesiredStateDocument, boolean, PhaseTimes)] without an interest in times.
    public Outcome apply(JsonNode document, boolean dryRun) {
        return apply(DesiredStateReader.read(document), dryRun, PhaseTimes.start());
    }

    /// Completes, validates and compares a whole document; applies unless `dryRun`. Unchanged input
    /// changes nothing.
    public Outcome apply(DesiredStateDocument read, boolean dryRun, PhaseTimes times) {
        lock.lock();
        try {
            return apply(read, dryRun ? Mode.DRY_RUN : Mode.APPLY, times);
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
            HostFacts host = hostFacts.get();
            Edit edit = Edit.make(book, wanted.put().state(), wanted.deleted(), pool(host));
            boolean kept = false;
            try {
                Outcome outcome = edit(edit, host, times);
                kept = outcome.changed();
                return outcome;
            } finally {
                if (!kept) {
                    edit.undo();
                }
            }
        } finally {
            lock.unlock();
        }
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

    private Outcome edit(Edit edit, HostFacts host, PhaseTimes times) {
        DesiredStateDocument scope = edit.document();
        List<Fault> faults = new ArrayList<>(validator(host).faults(scope));
        faults.addAll(NetworkLimit.faults(connection, book.networks()));
        if (faults.isEmpty()) {
            faults.addAll(
                    CertificateFaults.of(
                            scope.state().virtualGateways(),
                            CertificateFaults.credentialsOf(inEffect(edit))));
        }
        times.end("validate");
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        List<Change> changes = edit.changes();
        if (changes.isEmpty()) {
            return new Outcome(List.of(), changes, false);
        }
        ProviderBgp providerAfter =
                edit.concerns(Gateway.class)
                        ? ProviderResolver.resolve(scope.state().gateways(), connection.natPool())
                        : provider;
        NetworkChanges affected =
                affected(edit, scope.state()).withProvider(provider, providerAfter);
        times.end("compare");
        Outcome outcome =
                takeIntoEffect(
                        affected,
                        new DurableState.Step(
                                () -> store.append(edit.forward()),
                                () -> store.append(edit.inverse())),
                        changes,
                        times);
        if (outcome.changed()) {
            affected.removed().forEach(networks::remove);
            affected.changed().forEach(network -> networks.put(network.rdid(), network));
            provider = providerAfter;
            applied = null;
            store.compact(() -> book.state());
            if (edit.concerns(ProviderAddress.class)) {
                announce(book.state());
            }
        }
        return outcome;
    }

    private NetworkChanges affected(Edit edit, DesiredState scope) {
        Map<RoutingDomainId, TenantNetwork> before = new LinkedHashMap<>();
        Map<RoutingDomainId, TenantNetwork> after = byDomain(TenantResolver.resolve(scope));
        inEffect(edit).forEach(network -> before.put(network.rdid(), network));
        after.keySet().stream()
                .filter(networks::containsKey)
                .forEach(rdid -> before.put(rdid, networks.get(rdid)));
        return NetworkChanges.between(before, after);
    }

    private Stream<TenantNetwork> inEffect(Edit edit) {
        return edit.networksBefore()
                .map(network -> network.routingDomainId())
                .map(id -> networks.get(new RoutingDomainId(id)));
    }

    private static Map<RoutingDomainId, TenantNetwork> byDomain(List<TenantNetwork> list) {
        Map<RoutingDomainId, TenantNetwork> byDomain = new LinkedHashMap<>();
        list.forEach(network -> byDomain.put(network.rdid(), network));
        return byDomain;
    }

    private Outcome apply(DesiredStateDocument document, Mode mode, PhaseTimes times) {
        HostFacts known = hostFacts.get();
        HostFacts host = mode == Mode.LOAD ? known.ofStoredState() : known;
        if (!document.faults().isEmpty()) {
            return Outcome.refused(validator(host).faults(document));
        }
        DesiredState before = applied().state();
        PublicAddressPool pool = pool(host);
        DesiredState wanted =
                mode == Mode.LOAD
                        ? withoutForeign(document.state(), pool)
                        : KeptSecrets.fill(document.state(), before);
        Assignment.Assigned assigned = Assignment.assign(wanted, before, pool);
        List<Fault> faults =
                validator(host)
                        .faults(
                                new DesiredStateDocument(
                                        assigned.state(), assigned.faults(), Set.of()));
        if (faults.isEmpty() && mode != Mode.LOAD) {
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
        if (mode == Mode.DRY_RUN || (mode == Mode.APPLY && changes.isEmpty())) {
            return new Outcome(List.of(), changes, false);
        }
        return replace(assigned.state(), changes, mode, times);
    }

    private Outcome replace(DesiredState state, List<Change> changes, Mode mode, PhaseTimes times) {
        DesiredState before = applied().state();
        Map<RoutingDomainId, TenantNetwork> after = byDomain(TenantResolver.resolve(state));
        ProviderBgp providerAfter =
                ProviderResolver.resolve(state.gateways(), connection.natPool());
        NetworkChanges affected =
                NetworkChanges.between(networks, after).withProvider(provider, providerAfter);
        ResourceBook next = ResourceBook.of(state);
        times.end("compare");
        DurableState.Step step =
                mode == Mode.LOAD
                        ? DurableState.Step.NONE
                        : new DurableState.Step(() -> store.save(state), () -> store.save(before));
        Outcome outcome = takeIntoEffect(affected, step, changes, times);
        if (outcome.changed()) {
            book = next;
            networks = after;
            provider = providerAfter;
            announce(state);
            applied = new Applied(state, List.copyOf(after.values()));
            LOG.info(
                    "event={} networks={} changes={} times-us={}",
                    mode == Mode.LOAD ? "stored-state-loaded" : "desired-state-applied",
                    after.size(),
                    changes.size(),
                    times.micros());
        }
        return outcome;
    }

    private void announce(DesiredState state) {
        target.announce(TenantResolver.announcedProviderAddresses(state));
    }

    /// Nothing is published that is not stored, and nothing stays stored that was refused.
    private Outcome takeIntoEffect(
            NetworkChanges affected,
            DurableState.Step step,
            List<Change> changes,
            PhaseTimes times) {
        List<Fault> noRoom = HeapRoom.faults(affected.changed());
        if (!noRoom.isEmpty()) {
            return Outcome.refused(noRoom);
        }
        ForwardingTarget.Publication publication = target.prepare(affected);
        times.end("compile");
        try {
            step.store();
        } catch (IOException e) {
            return Outcome.refused(
                    List.of(
                            new Fault(
                                    "StateDirectory",
                                    "",
                                    "the state cannot be stored: " + e,
                                    "nothing was changed; make room or mend the directory, then apply again")));
        }
        times.end("save");
        try {
            publication.publish(times);
        } catch (RuntimeException | Error refused) {
            step.takeBack();
            throw refused;
        }
        return ChangeWitness.told(new Outcome(List.of(), changes, true));
    }

    private static DesiredState withoutForeign(DesiredState stored, PublicAddressPool pool) {
        return stored.withPublicIPAddresses(pool.forgetForeign(stored.publicIPAddresses()));
    }

    private DesiredStateValidator validator(HostFacts host) {
        return new DesiredStateValidator(connection, host);
    }

    private PublicAddressPool pool(HostFacts host) {
        Set<IpAddress> reserved = new HashSet<>(host.ownAddresses());
        reserved.addAll(host.providerAddresses());
        reserved.addAll(connection.providerAddresses());
        reserved.addAll(connection.frontEndGateways());
        reserved.addAll(connection.backEndGateways());
        connection.addresses().forEach(own -> reserved.add(own.address()));
        return new PublicAddressPool(connection.natPool(), reserved);
    }

    /// The state in effect, with everything assigned, and its networks.
    public record Applied(DesiredState state, List<TenantNetwork> networks) {}

    private enum Mode {
        APPLY,
        DRY_RUN,
        LOAD
    }
}
