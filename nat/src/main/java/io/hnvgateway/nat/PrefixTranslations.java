package io.hnvgateway.nat;

import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The prefix translations of one compartment, found from either side. Immutable; asked on the slow
/// path only, and there are few.
public final class PrefixTranslations {
    public static final PrefixTranslations NONE = new PrefixTranslations(List.of());

    private final PrefixTranslation[] pairs;

    /// Gathers them.
    ///
    /// @throws IllegalArgumentException when two of their prefixes overlap
    public PrefixTranslations(List<PrefixTranslation> pairs) {
        this.pairs = pairs.toArray(PrefixTranslation[]::new);
        List<IpPrefix> seen = new ArrayList<>();
        for (PrefixTranslation pair : pairs) {
            refuseOverlap(seen, pair.inside());
            refuseOverlap(seen, pair.outside());
        }
    }

    private static void refuseOverlap(List<IpPrefix> seen, IpPrefix prefix) {
        for (IpPrefix other : seen) {
            if (other.overlaps(prefix)) {
                throw new IllegalArgumentException(
                        other + " and " + prefix + ": translated prefixes must not overlap");
            }
        }
        seen.add(prefix);
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    public List<PrefixTranslation> pairs() {
        return List.of(pairs);
    }

    /// The pair whose inside prefix holds the address, or null.
    public @Nullable PrefixTranslation ofInside(long high, long low) {
        for (PrefixTranslation pair : pairs) {
            if (pair.inside().contains(high, low)) {
                return pair;
            }
        }
        return null;
    }

    /// The pair whose outside prefix holds the address, or null.
    public @Nullable PrefixTranslation ofOutside(long high, long low) {
        for (PrefixTranslation pair : pairs) {
            if (pair.outside().contains(high, low)) {
                return pair;
            }
        }
        return null;
    }
}
