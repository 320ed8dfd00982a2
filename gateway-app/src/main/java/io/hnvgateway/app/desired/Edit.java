package io.hnvgateway.app.desired;

import io.hnvgateway.app.store.StateEdit;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.KeptSecrets;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A change of a few resources, tried on the [ResourceBook] and taken back if it is refused.
///
/// What it can break stands in its [#scope]: the tenants that it touches, before and after, and
/// whoever claims what they claim. All else was valid, and no rule sees a difference there. Under
/// the applier's lock.
final class Edit {
    /// Resources whose comparison costs more than to hand it to another thread.
    private static final int MUCH = 256;

    private final ResourceBook book;
    private final Map<String, @Nullable Resource> before = new LinkedHashMap<>();
    private final Map<String, @Nullable Resource> after = new LinkedHashMap<>();
    private final Set<String> touched = new HashSet<>();
    private final List<Fault> faults = new ArrayList<>();

    private Edit(ResourceBook book) {
        this.book = book;
    }

    /// Fills in what the gateway assigns and changes the book; [#undo] changes it back.
    static Edit make(
            ResourceBook book,
            DesiredState put,
            List<ResourceReference> deleted,
            PublicAddressPool pool) {
        Edit edit = new Edit(book);
        deleted.forEach(edit::delete);
        edit.put(edit.assigned(put, pool));
        return edit;
    }

    private void delete(ResourceReference reference) {
        String key = ResourceKeys.key(reference);
        Resource resource = book.get(key);
        if (reference.parts().size() != 2) {
            faults.add(
                    Fault.of(
                            "delete",
                            reference,
                            "is a part of a resource",
                            "put the resource without it"));
        } else if (resource == null) {
            faults.add(Fault.of("delete", reference, "does not exist"));
        } else {
            change(key, null);
        }
    }

    /// Whether a resource of this kind comes, changes or goes.
    boolean concerns(Class<? extends Resource> kind) {
        return Stream.concat(before.values().stream(), after.values().stream())
                .anyMatch(kind::isInstance);
    }

    /// What was assigned to a resource before stays, unless it is deleted in the same change.
    private DesiredState assigned(DesiredState put, PublicAddressPool pool) {
        Set<String> keys = new HashSet<>();
        Map<Integer, String> ids = new HashMap<>();
        List<@Nullable Resource> previous = new ArrayList<>();
        ResourceKeys.resources(put)
                .forEach(resource -> {
                    String key = ResourceKeys.key(resource);
                    keys.add(key);
                    Resource old = book.get(key);
                    previous.add(old);
                    if (old instanceof VirtualNetwork network) {
                        network.subnets().stream()
                                .map(Subnet::virtualSubnetId)
                                .filter(Objects::nonNull)
                                .forEach(id -> ids.put(id, key));
                    }
                });
        Assignment.Assigned assigned =
                Assignment.assign(
                        put,
                        ResourceBook.state(previous),
                        beside(put),
                        id -> book.claims().isTakenFrom(ids.get(id), id),
                        pool.without(address -> book.claims().isTaken(address, keys)));
        faults.addAll(assigned.faults());
        return KeptSecrets.fill(assigned.state(), ResourceBook.state(previous));
    }

    /// The tenants of gateways that need addresses.
    private DesiredState beside(DesiredState put) {
        List<String> networks =
                put.virtualGateways().stream()
                        .filter(GatewayAddressing::isNeeded)
                        .flatMap(gateway -> gateway.gatewaySubnets().stream())
                        .map(ResourceKeys::key)
                        .toList();
        return networks.isEmpty() ? DesiredState.EMPTY : book.slice(book.connected(networks));
    }

    private void put(DesiredState state) {
        ResourceKeys.resources(state).forEach(r -> change(ResourceKeys.key(r), r));
    }

    private void change(String key, @Nullable Resource resource) {
        touched.addAll(book.connected(List.of(key)));
        Resource old = book.put(key, resource);
        if (!before.containsKey(key)) {
            before.put(key, old);
        }
        after.put(key, resource);
    }

    /// What must be validated and resolved: whole tenants.
    DesiredState scope() {
        Set<String> tenants = book.connected(touched);
        Set<String> scope = new HashSet<>(tenants);
        for (String key : tenants) {
            Resource resource = book.get(key);
            if (resource != null) {
                scope.addAll(book.claims().rivals(resource));
            }
        }
        return book.slice(scope.size() == tenants.size() ? scope : book.connected(scope));
    }

    /// The scope as a document, with the faults that this has found already.
    DesiredStateDocument document() {
        return new DesiredStateDocument(scope(), faults, Set.of());
    }

    /// Networks that this changes or may change, as they were before.
    Stream<VirtualNetwork> networksBefore() {
        return Stream.concat(
                        before.values().stream(),
                        touched.stream().filter(key -> !before.containsKey(key)).map(book::get))
                .filter(VirtualNetwork.class::isInstance)
                .map(VirtualNetwork.class::cast);
    }

    /// What changes, found on another thread meanwhile if it is much.
    Supplier<List<Change>> changesMeanwhile() {
        if (before.size() < MUCH) {
            return this::changes;
        }
        return CompletableFuture.supplyAsync(this::changes)::join;
    }

    private List<Change> changes() {
        return StateDiff.between(
                ResourceBook.state(before.values()), ResourceBook.state(after.values()));
    }

    StateEdit forward() {
        return edit(before, after);
    }

    StateEdit inverse() {
        return edit(after, before);
    }

    private static StateEdit edit(
            Map<String, @Nullable Resource> from, Map<String, @Nullable Resource> to) {
        List<Resource> put = new ArrayList<>();
        List<ResourceReference> deleted = new ArrayList<>();
        to.forEach((key, resource) -> {
            Resource gone = from.get(key);
            if (resource == null && gone != null) {
                deleted.add(ResourceKeys.reference(gone));
            } else if (resource != null && !resource.equals(gone)) {
                put.add(resource);
            }
        });
        return new StateEdit(ResourceBook.state(put), deleted);
    }

    void undo() {
        before.forEach(book::put);
    }
}
