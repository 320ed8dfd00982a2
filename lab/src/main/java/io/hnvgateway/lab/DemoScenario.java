package io.hnvgateway.lab;

import io.hnvgateway.lab.gateway.Carried;
import io.hnvgateway.lab.gateway.TenantTraffic;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.proof.Outcome;
import io.hnvgateway.lab.proof.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A passage through a list of proofs, on a lab that is up.
public final class DemoScenario {
    private DemoScenario() {}

    /// A proof with what it saw, and who carried its packets.
    public record Line(String proof, Outcome outcome, Carried carried, long milliseconds) {}

    /// Runs one proof after the other; one that could not be carried out has failed.
    public static List<Line> prove(LabNetwork lab, List<Proof> proofs, Consumer<Line> listener) {
        List<Line> lines = new ArrayList<>();
        for (Proof proof : proofs) {
            TenantTraffic before = lab.gateway().traffic();
            long begun = System.nanoTime();
            Outcome outcome = tried(proof, lab);
            long milliseconds = (System.nanoTime() - begun) / 1_000_000;
            Carried carried = lab.gateway().traffic().since(before);
            Line line =
                    new Line(
                            proof.name(),
                            judged(proof, outcome, carried, lab.executesInXdp()),
                            carried,
                            milliseconds);
            lines.add(line);
            listener.accept(line);
        }
        return lines;
    }

    /// Right traffic by the wrong executor is a failure too.
    private static Outcome judged(
            Proof proof, Outcome outcome, Carried carried, boolean executesInXdp) {
        if (!outcome.passed() || (executesInXdp && !proof.isBulk())) {
            return outcome;
        }
        return (executesInXdp ? carried.faultOfBulkByXdp() : carried.faultOfJavaAlone())
                .map(fault -> new Outcome(false, fault + "; " + outcome.seen()))
                .orElse(outcome);
    }

    private static Outcome tried(Proof proof, LabNetwork lab) {
        try {
            return proof.run(lab);
        } catch (LabException e) {
            return new Outcome(false, String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }
}
