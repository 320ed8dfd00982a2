package io.hnvgateway.app.desired;

import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.LogicalNetwork;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The resources in effect by [ResourceKeys], with what it takes to change a few of them without a
/// look at the others: who refers to whom, and who claims what. Under the applier's lock.
final class ResourceBook {
    private static final int SOME = 8;

    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<String, Set<String>> referrers = new HashMap<>();
    private final Claims claims = new Claims();
    private int networks;

    static ResourceBook of(DesiredState state) {
        ResourceBook book = new ResourceBook();
        ResourceKeys.resources(state).forEach(r -> book.put(ResourceKeys.key(r), r));
        return book;
    }

    Claims claims() {
        return claims;
    }

    int networks() {
        return networks;
    }

    @Nullable Resource get(String key) {
        return resources.get(key);
    }

    /// Puts a resource in, replaces it, or with null takes it out.
    ///
    /// @return what was there before
    @Nullable Resource put(String key, @Nullable Resource resource) {
        Resource before = resources.get(key);
        if (before != null) {
            claims.remove(key, before);
            ResourceKeys.targets(before).forEach(target -> forgetReferrer(target, key));
            networks -= before instanceof VirtualNetwork ? 1 : 0;
        }
        if (resource == null) {
            resources.remove(key);
        } else {
            resources.put(key, resource);
            claims.add(key, resource);
            ResourceKeys.targets(resource)
                    .forEach(target ->
                            referrers.computeIfAbsent(target, _ -> new HashSet<>(4)).add(key));
            networks += resource instanceof VirtualNetwork ? 1 : 0;
        }
        return before;
    }

    private void forgetReferrer(String target, String key) {
        Set<String> of = referrers.get(target);
        if (of != null) {
            of.remove(key);
            if (of.isEmpty()) {
                referrers.remove(target);
            }
        }
    }

    /// The resources of these keys and all that references connect with them, to and fro: whole
    /// tenants. Keys of nothing stay in it.
    ///
    /// What is shared ([ResourceKeys#isShared]) connects nobody: it stands beside those that refer
    /// to it, and brings in others only where they refer to what it has no longer.
    Set<String> connected(Collection<String> seeds) {
        Set<String> found = new HashSet<>(seeds);
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            String key = open.pop();
            Resource resource = resources.get(key);
            Set<String> of = referrers.getOrDefault(key, Set.of());
            Stream.concat(
                            resource == null
                                    ? Stream.empty()
                                    : ResourceKeys.targets(resource).stream(),
                            ResourceKeys.isShared(key) ? deceived(key, resource, of) : of.stream())
                    .filter(found::add)
                    .forEach(open::push);
        }
        return found;
    }

    /// Some of those that refer to what a shared resource does not have: enough for a fault.
    private Stream<String> deceived(String key, @Nullable Resource resource, Set<String> of) {
        if (resource != null && !(resource instanceof LogicalNetwork)) {
            return Stream.empty(); // others are referred to as a whole
        }
        return of.stream()
                .filter(from ->
                        resource == null
                                || ResourceKeys.references(
                                                Objects.requireNonNull(resources.get(from)))
                                        .filter(reference ->
                                                ResourceKeys.key(reference).equals(key))
                                        .anyMatch(reference -> !leads(reference, resource)))
                .limit(SOME);
    }

    private static boolean leads(ResourceReference reference, Resource resource) {
        return resource instanceof LogicalNetwork network
                && (reference.parts().size() == 2
                        || network.subnets().stream()
                                .map(network::reference)
                                .anyMatch(reference::equals));
    }

    /// The state of these resources alone.
    DesiredState slice(Set<String> keys) {
        return state(keys.stream().sorted().map(resources::get).toList());
    }

    DesiredState state() {
        return state(resources.values());
    }

    static DesiredState state(Collection<? extends @Nullable Resource> resources) {
        return DesiredState.of(
                resources.stream()
                        .filter(TopLevelResource.class::isInstance)
                        .map(TopLevelResource.class::cast));
    }
}
