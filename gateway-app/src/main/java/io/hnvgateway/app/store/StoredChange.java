package io.hnvgateway.app.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change as it is kept.
///
/// @param forward what it puts in and takes out
/// @param inverse what takes it back; null: it is too large to be kept, or was written before there
///   was a history
/// @param ends versions that wait to be confirmed no longer: this change takes them back
public record StoredChange(
        Version version, StateEdit forward, @Nullable StateEdit inverse, Set<Long> ends) {
    public StoredChange {
        ends = Set.copyOf(ends);
    }
}
