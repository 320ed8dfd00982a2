package io.hnvgateway.app.desired;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.diff.Change;
import java.util.List;

/// What came of a document: refused with faults, or accepted with these changes.
///
/// @param changed false if it was a dry run or asked for nothing new
/// @param version number of the change; 0: nothing was changed
public record Outcome(List<Fault> faults, List<Change> changes, boolean changed, long version) {

    public Outcome {
        faults = List.copyOf(faults);
        changes = List.copyOf(changes);
    }

    static Outcome refused(List<Fault> faults) {
        return new Outcome(faults, List.of(), false, 0);
    }

    static Outcome unchanged(List<Change> changes) {
        return new Outcome(List.of(), changes, false, 0);
    }

    public boolean isRefused() {
        return !faults.isEmpty();
    }
}
