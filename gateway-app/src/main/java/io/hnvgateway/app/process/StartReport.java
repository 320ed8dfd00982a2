package io.hnvgateway.app.process;

import io.hnvgateway.app.core.Restored;
import io.hnvgateway.app.process.checkpoint.Checkpoint;

/// How the gateway began, for log and operator.
///
/// @param adopted it went on with what another process left
/// @param from version of that gateway; empty if it did not
/// @param reason why it did not, or not with the flows; may be empty
/// @param refused records of all kinds that it found and could not prove
record StartReport(boolean adopted, String from, String reason, Restored restored, int refused) {
    /// @param whyNoFlows empty: the flow tables are the other process's
    static StartReport of(Checkpoint checkpoint, String whyNoFlows, Restored restored) {
        return new StartReport(
                checkpoint.adopted(),
                checkpoint.writtenBy(),
                checkpoint.adopted() ? whyNoFlows : checkpoint.whyClean(),
                restored,
                restored.refused() + checkpoint.refused());
    }

    String state() {
        return adopted ? "adopted" : "clean";
    }

    /// As `hnvctl status` has it.
    String summary() {
        String why = reason.isEmpty() ? "" : " (" + reason + ")";
        return adopted
                ? ("adopted from version %s: %d mappings, %d sessions, %d flows; %d records"
                                + " refused, %d half written, %d idle%s")
                        .formatted(
                                from,
                                restored.mappings(),
                                restored.sessions(),
                                restored.flows(),
                                refused,
                                restored.halfWritten(),
                                restored.idle(),
                                why)
                : "clean" + why;
    }
}
