package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.value.IpPrefix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

/// Finds prefixes that overlap, in n log n: two prefixes are nested or disjoint, so that in sorted
/// order an enclosing one stands before those inside it.
final class Overlaps<T> {
    private final List<Claim<T>> claims = new ArrayList<>();

    void add(IpPrefix prefix, T owner) {
        claims.add(new Claim<>(prefix, owner, claims.size()));
    }

    /// In the order of adding.
    List<Claim<T>> claims() {
        return claims;
    }

    /// Gives each prefix with the nearest one that encloses it or equals it: first the one that was
    /// added first.
    void forEach(BiConsumer<Claim<T>, Claim<T>> found) {
        List<Claim<T>> sorted = new ArrayList<>(claims);
        sorted.sort(Comparator.comparing(Claim::prefix));
        Deque<Claim<T>> enclosing = new ArrayDeque<>();
        for (Claim<T> claim : sorted) {
            while (!enclosing.isEmpty() && !enclosing.peek().prefix().contains(claim.prefix())) {
                enclosing.pop();
            }
            Claim<T> outer = enclosing.peek();
            if (outer != null && outer.position() < claim.position()) {
                found.accept(outer, claim);
            } else if (outer != null) {
                found.accept(claim, outer);
            }
            enclosing.push(claim);
        }
    }

    /// A prefix, whose it is, and how many were added before.
    record Claim<T>(IpPrefix prefix, T owner, int position) {}
}
