package io.hnvgateway.app.desired;

import io.hnvgateway.app.store.Version;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.diff.Change;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings a valid change into effect. Under the applier's lock.
record IntoEffect(ForwardingTarget target) {

    /// Nothing is published that is not stored, and nothing stays stored that was refused.
    Outcome take(
            NetworkChanges affected,
            DurableState.Step step,
            @Nullable Version version,
            List<Change> changes,
            PhaseTimes times) {
        List<Fault> noRoom = HeapRoom.faults(affected.changed());
        if (!noRoom.isEmpty()) {
            return Outcome.refused(noRoom);
        }
        ForwardingTarget.Publication publication = target.prepare(affected);
        times.end("compile");
        try {
            step.store();
        } catch (IOException e) {
            return Outcome.refused(List.of(notStored(e)));
        }
        times.end("save");
        try {
            publication.publish(times);
        } catch (RuntimeException | Error refused) {
            step.takeBack();
            throw refused;
        }
        long number = version == null ? 0 : version.number();
        return ChangeWitness.told(new Outcome(List.of(), changes, true, number));
    }

    static Fault ends() {
        return Fault.of("gateway", "", "ends", "try again when it has started")
                .with(FaultCode.NOT_STORED);
    }

    static Fault notStored(IOException reason) {
        return new Fault(
                "StateDirectory",
                "",
                "the state cannot be stored: " + reason,
                "nothing was changed; make room or mend the directory, then apply again",
                FaultCode.NOT_STORED);
    }
}
