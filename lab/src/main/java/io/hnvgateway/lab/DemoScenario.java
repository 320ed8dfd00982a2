package io.hnvgateway.lab;

import io.hnvgateway.lab.gateway.Feature;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.proof.Outcome;
import io.hnvgateway.lab.proof.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// One passage through a list of proofs on a lab of its own, whole or with features switched off.
///
/// @param dataPath `auto`, `xdp` or `packet`
/// @param off switched off, so that their proofs must fail
public record DemoScenario(String dataPath, Set<Feature> off) {

    /// A proof with what it saw.
    public record Line(String proof, Outcome outcome, long milliseconds) {}

    /// Builds the lab, starts the gateway, runs the proofs and takes everything down.
    public List<Line> run(List<Proof> proofs) {
        try (LabNetwork lab = LabNetwork.build(off)) {
            lab.startGateway(dataPath, 1);
            return prove(lab, proofs, _ -> {});
        }
    }

    /// Runs proofs on a lab that is up; a proof that could not be carried out has failed.
    public static List<Line> prove(LabNetwork lab, List<Proof> proofs, Consumer<Line> listener) {
        List<Line> lines = new ArrayList<>();
        for (Proof proof : proofs) {
            long begun = System.nanoTime();
            Outcome outcome = tried(proof, lab);
            Line line = new Line(proof.name(), outcome, (System.nanoTime() - begun) / 1_000_000);
            lines.add(line);
            listener.accept(line);
        }
        return lines;
    }

    private static Outcome tried(Proof proof, LabNetwork lab) {
        try {
            return proof.run(lab);
        } catch (LabException e) {
            return new Outcome(false, String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }
}
