package io.hnvgateway.lab.isolation;

import java.util.EnumMap;
import java.util.Map;

/// Which kinds of frames left, and how many: a judge who sees none says nothing.
final class Seen {
    /// What a frame that left was.
    enum Kind {
        TO_VM_IPV4,
        TO_VM_IPV6,
        TO_VM_OVER_IPV4,
        TO_VM_OVER_IPV6,
        TO_VM_REWRITTEN,
        FROM_VM_REWRITTEN,
        FROM_OUTSIDE_IPV4,
        FROM_OUTSIDE_IPV6,
        BETWEEN_TENANTS,
        ERROR_TRANSLATED_IPV4,
        ERROR_TRANSLATED_IPV6,
        NEIGHBOR_ANSWER,
        UNREACHABLE_TO_HOST,
        LEFT_IPV4,
        LEFT_IPV6_TRANSLATED,
        LEFT_IPV6_DIRECT,
        LEFT_REWRITTEN,
        ERROR_LEFT_TRANSLATED
    }

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

    void count(Kind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    void countIf(boolean holds, Kind kind) {
        if (holds) {
            count(kind);
        }
    }

    int of(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
