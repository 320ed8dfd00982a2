package io.hnvgateway.app.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.store.History;
import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateEdit;
import io.hnvgateway.app.store.StateStore;
import io.hnvgateway.app.store.StoredChange;
import io.hnvgateway.app.store.Unconfirmed;
import io.hnvgateway.app.store.Version;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.validation.HostFacts;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the tests of the management plane share.
public final class Examples {
    public static final String CONNECTION =
            "FrontEndInterface=eth0;BackendInterface=eth1;ProviderAddress=192.0.2.1;NatPool=203.0.113.0/28";
    public static final HostFacts HOST =
            HostFacts.of(
                    Set.of(IpAddress.parse("203.0.113.1")), Set.of(IpAddress.parse("192.0.2.1")));

    private Examples() {}

    public static ObjectNode twoTenants() {
        Path root = Path.of(System.getProperty("hnv.root", ".."));
        try {
            return (ObjectNode)
                    JsonText.parse(
                            Files.readAllBytes(
                                    root.resolve(
                                            "lab/src/main/resources/io/hnvgateway/lab/two-tenants.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
    }

    public static ConnectionString connection(String text) {
        try {
            return ConnectionString.parseForGateway(text);
        } catch (FaultsException e) {
            throw new AssertionError(e);
        }
    }

    /// Keeps what is saved, and every change; fails on wish.
    public static final class MemoryStore implements StateStore, History {
        private @Nullable DesiredState saved;
        private final NavigableMap<Long, StoredChange> changes = new TreeMap<>();
        private final NavigableMap<Long, Unconfirmed> unconfirmed = new TreeMap<>();
        public boolean broken;

        @Override
        public synchronized LoadedState load() {
            return new LoadedState(
                    DesiredStateDocument.of(saved == null ? DesiredState.EMPTY : saved),
                    "",
                    changes.isEmpty() ? 0 : changes.lastKey(),
                    List.copyOf(unconfirmed.values()));
        }

        @Override
        public synchronized void save(DesiredState state, StoredChange change) throws IOException {
            failIfBroken();
            saved = state;
            keep(change);
        }

        @Override
        public synchronized void append(StoredChange change) throws IOException {
            failIfBroken();
            edit(change.forward());
            keep(change);
        }

        private void failIfBroken() throws IOException {
            if (broken) {
                throw new IOException("no space left on device");
            }
        }

        private void keep(StoredChange change) {
            Version version = change.version();
            changes.put(version.number(), change);
            change.ends().forEach(unconfirmed::remove);
            if (version.confirmBy() != null) {
                unconfirmed.put(
                        version.number(),
                        new Unconfirmed(version, Objects.requireNonNull(change.inverse())));
            }
        }

        private void edit(StateEdit edit) {
            ResourceBook book =
                    ResourceBook.of(Objects.requireNonNullElse(saved, DesiredState.EMPTY));
            ResourceKeys.resources(edit.put()).forEach(r -> book.put(ResourceKeys.key(r), r));
            edit.deleted().forEach(reference -> book.put(ResourceKeys.key(reference), null));
            saved = book.state();
        }

        @Override
        public synchronized void withdraw(StoredChange last, @Nullable DesiredState before)
                throws IOException {
            failIfBroken();
            changes.remove(last.version().number());
            if (before == null) {
                edit(Objects.requireNonNull(last.inverse()));
            } else {
                saved = before;
            }
        }

        @Override
        public synchronized void confirm(Set<Long> versions) throws IOException {
            failIfBroken();
            unconfirmed.keySet().removeAll(versions);
        }

        @Override
        public History history() {
            return this;
        }

        @Override
        public synchronized List<Version> page(long before, int most) {
            return changes.headMap(before, false).descendingMap().values().stream()
                    .limit(most)
                    .map(StoredChange::version)
                    .toList();
        }

        @Override
        public synchronized void inverses(long after, long through, Consumer<StateEdit> each) {
            changes.subMap(after, false, through, true)
                    .values()
                    .forEach(change -> each.accept(Objects.requireNonNull(change.inverse())));
        }

        public @Nullable DesiredState saved() {
            return saved;
        }
    }

    /// Counts what is published; refuses to compile on wish.
    public static final class RecordingTarget implements ForwardingTarget {
        public int publications;
        public NetworkChanges last = NetworkChanges.NONE;
        public boolean broken;
        public boolean refused;
        private final Map<RoutingDomainId, TenantNetwork> published = new LinkedHashMap<>();

        @Override
        public Publication prepare(NetworkChanges changes) {
            if (broken) {
                throw new IllegalStateException("does not compile");
            }
            return _ -> {
                if (refused) {
                    throw new IllegalStateException("no room in the guard");
                }
                publications++;
                last = changes;
                changes.removed().forEach(published::remove);
                changes.changed().forEach(network -> published.put(network.rdid(), network));
            };
        }

        public List<TenantNetwork> published() {
            return List.copyOf(published.values());
        }
    }
}
