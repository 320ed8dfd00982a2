package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.RouterId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The decision process of RFC 4271 §9.1.2: each step leaves those that are best by it. The order
/// in which paths came is of no account.
final class Decision {
    private final List<Path> candidates = new ArrayList<>();
    private final List<Path> ties = new ArrayList<>();

    /// @return the best path, or null; [#multipath] then tells those that share the traffic with it
    @Nullable Path decide(Destination destination, Predicate<Path> eligible) {
        candidates.clear();
        ties.clear();
        for (Path path = destination.paths; path != null; path = path.next) {
            if (path.accepted != null && isResolved(path) && eligible.test(path)) {
                candidates.add(path);
            }
        }
        if (candidates.size() > 1) {
            untilCost();
            ties.addAll(candidates);
            // f) of RFC 4271, then RFC 4456 §9, then g)
            keepLowest(Decision::identifier);
            keepLowest(path -> attributes(path).value.clusters().size());
            candidates.sort((one, other) ->
                    one.peer.settings().address().compareTo(other.peer.settings().address()));
        } else {
            ties.addAll(candidates);
        }
        return candidates.isEmpty() ? null : candidates.getFirst();
    }

    private void untilCost() {
        keepLowest(path -> -attributes(path).localPreference);
        keepLowest(path -> attributes(path).hops);
        keepLowest(path -> attributes(path).origin.compareTo(Origin.IGP));
        keepLowestMed();
        keepLowest(path -> path.peer.isExternal() ? 0 : 1);
        keepLowest(Decision::cost);
    }

    /// The ways that serve at once, the best first: of the same neighbouring AS as the best, each
    /// next hop once.
    List<Path> multipath(Path best, int most) {
        List<Path> chosen = new ArrayList<>();
        chosen.add(best);
        ties.sort((one, other) ->
                one.peer.settings().address().compareTo(other.peer.settings().address()));
        for (Path path : ties) {
            if (chosen.size() < most
                    && attributes(path).neighborAs == attributes(best).neighborAs
                    && isOtherHop(chosen, path)) {
                chosen.add(path);
            }
        }
        return chosen;
    }

    private static boolean isOtherHop(List<Path> chosen, Path path) {
        for (Path other : chosen) {
            if (other.hop == path.hop) {
                return false;
            }
        }
        return true;
    }

    /// c) A path goes when another of its neighbouring AS has a lower MED.
    private void keepLowestMed() {
        if (candidates.size() < 2) {
            return;
        }
        List<Path> all = List.copyOf(candidates);
        candidates.removeIf(path -> isBeaten(path, all));
    }

    private static boolean isBeaten(Path path, List<Path> all) {
        SharedAttributes own = attributes(path);
        for (Path other : all) {
            SharedAttributes others = attributes(other);
            if (others.neighborAs == own.neighborAs && others.med < own.med) {
                return true;
            }
        }
        return false;
    }

    private void keepLowest(ToLongFunction<Path> measure) {
        if (candidates.size() < 2) {
            return;
        }
        long lowest = Long.MAX_VALUE;
        for (Path path : candidates) {
            lowest = Math.min(lowest, measure.applyAsLong(path));
        }
        long kept = lowest;
        candidates.removeIf(path -> measure.applyAsLong(path) != kept);
    }

    private static boolean isResolved(Path path) {
        ResolvedHop hop = path.hop;
        return hop != null && hop.via != null;
    }

    static LocalRoute via(Path path) {
        ResolvedHop hop = path.hop;
        LocalRoute via = hop == null ? null : hop.via;
        if (via == null) {
            throw new IllegalStateException("a path without a way was chosen");
        }
        return via;
    }

    private static long cost(Path path) {
        return via(path).metric();
    }

    private static long identifier(Path path) {
        RouterId originator = attributes(path).value.originator();
        return Integer.toUnsignedLong(
                originator == null ? path.peer.routerIdBits : originator.bits());
    }

    static SharedAttributes attributes(Path path) {
        SharedAttributes accepted = path.accepted;
        if (accepted == null) {
            throw new IllegalStateException("a refused path was chosen");
        }
        return accepted;
    }
}
