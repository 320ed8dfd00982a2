package io.hnvgateway.lab;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.proof.Proof;
import io.hnvgateway.lab.proof.Proofs;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/// `./hnv demo`: the lab, the gateway in it, and a table of what was proved. Exit status 0 if
/// nothing failed, 1 if a proof did, 2 if the lab or the gateway could not be started.
public final class Demo {
    private static final int LOG_LINES = 40;

    private final DemoOptions options;
    private final PrintStream out;

    private Demo(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String... arguments) {
        DemoOptions options = new DemoOptions();
        CommandLine line = new CommandLine(options);
        try {
            line.parseArgs(arguments);
        } catch (CommandLine.ParameterException e) {
            System.err.println(e.getMessage());
            line.usage(System.err);
            System.exit(2);
        }
        if (line.isUsageHelpRequested()) {
            line.usage(System.out);
            return;
        }
        System.exit(new Demo(options, System.out).run());
    }

    private int run() {
        out.println(
                "Building the lab: four hosts, six VMs of three tenants, the Internet, a gateway, a"
                        + " controller.");
        try (LabNetwork lab = LabNetwork.build()) {
            lab.manage();
            lab.startGateway(options.forwarding());
            out.println(
                    "The gateway runs, managed by the controller over HTTPS; data path "
                            + lab.gateway().dataPath());
            out.println(
                    "Known flows are to be carried by "
                            + (lab.executesInXdp() ? "the XDP program." : "the workers, in Java."));
            return prove(lab);
        } catch (LabException e) {
            System.err.println("demo: " + e.getMessage());
            return 2;
        }
    }

    private int prove(LabNetwork lab) {
        DemoReport report = new DemoReport(out);
        List<Proof> proofs =
                Proofs.all().stream().filter(proof -> options.wants(proof.name())).toList();
        if (proofs.stream().anyMatch(Proof::needsSecondGateway)) {
            lab.beginSecond();
        }
        DemoScenario.prove(lab, proofs, report::add);
        if (options.json != null) {
            report.write(options.json);
        }
        if (report.failed() > 0) {
            showEndOf(lab.gateway().log());
        }
        if (!options.exit) {
            lab.restore();
            stayUp(lab, report);
        }
        out.println(report.sum());
        return report.failed() == 0 ? 0 : 1;
    }

    private static void showEndOf(String log) {
        List<String> lines = log.lines().toList();
        System.err.println("The end of the gateway's log:");
        lines.stream().skip(Math.max(0, lines.size() - LOG_LINES)).forEach(System.err::println);
    }

    private void stayUp(LabNetwork lab, DemoReport report) {
        out.println(report.sum());
        out.println(invitation(lab));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String invitation(LabNetwork lab) {
        Tenants tenants = lab.tenants();
        return """

        All tenants are back; the lab stays up until Ctrl-C. In another terminal, as root:
          ip netns exec %s ping %s
          ip netns exec %s curl http://%s/whoami
          ip netns exec %s traceroute -n %s
          ip netns exec %s ping %s
          %s show sessions
          %s explain --tenant contoso --source %s --destination %s
        """
                .formatted(
                        tenants.contosoWeb().station().namespace().name(),
                        LabPlan.INTERNET,
                        tenants.woodgroveWeb().station().namespace().name(),
                        LabPlan.INTERNET,
                        tenants.contosoData().station().namespace().name(),
                        LabPlan.INTERNET,
                        tenants.fabrikamWeb().station().namespace().name(),
                        LabPlan.INTERNET_6,
                        lab.gateway().controlCommand(),
                        lab.gateway().controlCommand(),
                        LabPlan.WEB_CA,
                        LabPlan.INTERNET);
    }
}
