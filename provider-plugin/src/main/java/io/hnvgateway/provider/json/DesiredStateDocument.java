package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What was read: the state of all that could be read, the faults, and the paths of resources that
/// were left out.
public record DesiredStateDocument(DesiredState state, List<Fault> faults, Set<String> unreadable) {

    public DesiredStateDocument {
        faults = List.copyOf(faults);
        unreadable = Set.copyOf(unreadable);
    }

    public static DesiredStateDocument of(DesiredState state) {
        return new DesiredStateDocument(state, List.of(), Set.of());
    }

    /// What this and another one hold together, which have no resource in common.
    public DesiredStateDocument and(DesiredStateDocument other) {
        return new DesiredStateDocument(
                state.and(other.state),
                joined(faults, other.faults),
                Set.copyOf(joined(unreadable, other.unreadable)));
    }

    private static <T> List<T> joined(Collection<T> first, Collection<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
