package io.hnvgateway.bgp.policy;

import java.util.ArrayList;
import java.util.List;

/// How a route's communities change: all go or some, then some come.
///
/// @param clears whether all that the route has go
public record CommunityChange<C>(boolean clears, List<C> removed, List<C> added) {
    public CommunityChange {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    public static <C> CommunityChange<C> none() {
        return new CommunityChange<>(false, List.of(), List.of());
    }

    public static <C> CommunityChange<C> add(List<C> added) {
        return new CommunityChange<>(false, List.of(), added);
    }

    public static <C> CommunityChange<C> replace(List<C> by) {
        return new CommunityChange<>(true, List.of(), by);
    }

    List<C> apply(List<C> present) {
        List<C> changed = new ArrayList<>(clears ? List.of() : present);
        changed.removeAll(removed);
        changed.addAll(added);
        return changed;
    }
}
