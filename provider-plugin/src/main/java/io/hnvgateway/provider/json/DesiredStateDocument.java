package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.DesiredState;
import java.util.List;
import java.util.Set;

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
}
