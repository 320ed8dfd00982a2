package io.hnvgateway.app.ctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl judge-boot`, by which `hnv-health.service` learns whether a version that is tried may
/// stay.
@Command(
        name = "judge-boot",
        hidden = true,
        description = "Waits until traffic forwards. Exit code 1: it does not; says why.",
        mixinStandardHelpOptions = true)
final class JudgeBootCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            description = "How long to wait; default ${DEFAULT-VALUE}.")
    private int seconds = 300;

    @Option(names = "--root", hidden = true, description = "Root directory of the appliance.")
    private Path root = Path.of("/");

    @Option(names = "--pause-ms", hidden = true, description = "Between two looks.")
    private int pauseMs = 2000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Appliance appliance = new Appliance(root);
        PrintWriter out = spec.commandLine().getOut();
        if (!appliance.isConfigured()) {
            out.println("good: no connection string yet, so there is nothing to forward");
            out.flush();
            return 0;
        }
        BootJudgement judgement =
                new BootJudgement(parent.socket(), BeforeUpdate.wasForwarding(appliance));
        long endNs = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<String> faults = judgement.faults();
        while (!faults.isEmpty() && System.nanoTime() < endNs) {
            Thread.sleep(pauseMs);
            faults = judgement.faults();
        }
        if (faults.isEmpty()) {
            out.println("good: traffic forwards");
            out.flush();
            return 0;
        }
        faults.forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getErr().flush();
        RefusedVersion.note(appliance, faults);
        return HnvCtl.REFUSED;
    }
}
