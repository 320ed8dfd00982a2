package io.hnvgateway.app.desired;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateStore;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.validation.DesiredStateValidator;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes documents of desired state into effect, one at a time and all or nothing.
public final class DesiredStateApplier {
    private static final Logger LOG = LoggerFactory.getLogger(DesiredStateApplier.class);

    private final ConnectionString connection;
    private final Supplier<HostFacts> hostFacts;
    private final StateStore store;
    private final ForwardingTarget target;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Applied applied = new Applied(DesiredState.EMPTY, List.of());

    /// `hostFacts` is asked anew for each document.
    public DesiredStateApplier(
            ConnectionString connection,
            Supplier<HostFacts> hostFacts,
            StateStore store,
            ForwardingTarget target) {
        this.connection = connection;
        this.hostFacts = hostFacts;
        this.store = store;
        this.target = target;
    }

    /// What is in effect.
    public Applied applied() {
        return applied;
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
            Outcome outcome = apply(DesiredStateReader.read(loaded.document()), Mode.LOAD);
            for (Fault fault : outcome.faults()) {
                LOG.error("event=stored-state-refused fault=\"{}\"", fault);
            }
            if (!outcome.faults().isEmpty()) {
                target.prepare(List.of()).publish();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Reads, completes, validates and compares; applies unless `dryRun`. Unchanged input changes
    /// nothing.
    public Outcome apply(JsonNode document, boolean dryRun) {
        DesiredStateDocument read = DesiredStateReader.read(document);
        lock.lock();
        try {
            return apply(read, dryRun ? Mode.DRY_RUN : Mode.APPLY);
        } finally {
            lock.unlock();
        }
    }

    private Outcome apply(DesiredStateDocument document, Mode mode) {
        HostFacts host = hostFacts.get();
        DesiredStateValidator validator = new DesiredStateValidator(connection, host);
        if (!document.faults().isEmpty()) {
            return Outcome.refused(validator.faults(document));
        }
        DesiredState before = applied.state();
        PublicAddressPool pool = pool(host);
        DesiredState wanted =
                mode == Mode.LOAD ? withoutForeign(document.state(), pool) : document.state();
        Assignment.Assigned assigned = Assignment.assign(wanted, before, pool);
        List<Fault> faults =
                validator.faults(
                        new DesiredStateDocument(assigned.state(), assigned.faults(), Set.of()));
        if (!faults.isEmpty()) {
            return Outcome.refused(faults);
        }
        List<Change> changes = StateDiff.between(before, assigned.state());
        if (mode == Mode.DRY_RUN || (mode == Mode.APPLY && changes.isEmpty())) {
            return new Outcome(List.of(), changes, false);
        }
        return takeIntoEffect(assigned.state(), changes, mode);
    }

    private static DesiredState withoutForeign(DesiredState stored, PublicAddressPool pool) {
        return stored.withPublicIPAddresses(pool.forgetForeign(stored.publicIPAddresses()));
    }

    private Outcome takeIntoEffect(DesiredState state, List<Change> changes, Mode mode) {
        List<TenantNetwork> networks = TenantResolver.resolve(state);
        ForwardingTarget.Publication publication = target.prepare(networks);
        if (mode == Mode.APPLY) {
            try {
                store.save(state);
            } catch (IOException e) {
                return Outcome.refused(
                        List.of(
                                new Fault(
                                        "StateDirectory",
                                        "",
                                        "the state cannot be stored: " + e,
                                        "nothing was changed; make room or mend the directory, then apply again")));
            }
        }
        publication.publish();
        applied = new Applied(state, networks);
        LOG.info(
                "event={} networks={} changes={}",
                mode == Mode.LOAD ? "stored-state-loaded" : "desired-state-applied",
                networks.size(),
                changes.size());
        return new Outcome(List.of(), changes, true);
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
