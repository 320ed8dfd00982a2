package io.hnvgateway.app.desired;

import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.Gateway;
import io.hnvgateway.provider.resource.LoadBalancer;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.Resource;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The resources in effect by [ResourceKeys], with what it takes to change a few of them without a
/// look at the others: who refers to whom, and who claims what. Under the applier's lock.
final class ResourceBook {
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
    Set<String> connected(Collection<String> seeds) {
        Set<String> found = new HashSet<>(seeds);
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            String key = open.pop();
            Resource resource = resources.get(key);
            Set<String> targets = resource == null ? Set.of() : ResourceKeys.targets(resource);
            for (Set<String> next : List.of(targets, referrers.getOrDefault(key, Set.of()))) {
                next.stream().filter(found::add).forEach(open::push);
            }
        }
        return found;
    }

    /// The state of these resources alone.
    DesiredState slice(Set<String> keys) {
        return state(keys.stream().sorted().map(resources::get).toList());
    }

    DesiredState state() {
        return state(resources.values());
    }

    static DesiredState state(Collection<? extends @Nullable Resource> resources) {
        return new DesiredState(
                only(resources, VirtualNetwork.class),
                only(resources, VirtualGateway.class),
                only(resources, PublicIpAddress.class),
                only(resources, LoadBalancer.class),
                only(resources, ProviderAddress.class),
                only(resources, Gateway.class));
    }

    private static <T extends Resource> List<T> only(
            Collection<? extends @Nullable Resource> resources, Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
