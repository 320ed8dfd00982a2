package io.hnvgateway.app.ctl;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl update`.
@Command(
        name = "update",
        description = {
            "Installs the newest version of this appliance beside the one that runs; the next boot"
                    + " tries it.",
            "One that does not forward is left again by itself. Needs the line Source=URL in"
                    + " /etc/hnv-gateway/update.conf."
        },
        mixinStandardHelpOptions = true)
final class UpdateCommand implements Callable<Integer> {
    /// Of systemd-sysupdate's `check-new` and `pending`: there is none.
    private static final int NOTHING = 1;

    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    /// What else than to install.
    static final class Question {
        @Option(names = "--check", description = "Only look whether there is a newer version.")
        private boolean check;

        @Option(
                names = "--status",
                description = "What runs, what is installed, and which version was left and why.")
        private boolean status;

        @Option(names = "--reboot", description = "Boot the new version at once, if there is one.")
        private boolean reboot;
    }

    @ArgGroup private Question question = new Question();

    @Option(names = "--root", hidden = true, description = "Root directory of the appliance.")
    private Path root = Path.of("/");

    @Option(names = "--sysupdate", hidden = true, description = "The program systemd-sysupdate.")
    private Path sysupdate = Path.of("/usr/lib/systemd/systemd-sysupdate");

    @Option(names = "--systemctl", hidden = true, description = "The program systemctl.")
    private Path systemctl = Path.of("/usr/bin/systemctl");

    @Override
    public Integer call() throws IOException, RefusedException, InterruptedException {
        Appliance appliance = new Appliance(root);
        appliance.require();
        if (!Files.isExecutable(sysupdate)) {
            throw new RefusedException(
                    List.of("update: " + sysupdate + " is not there: the image is not whole"));
        }
        if (question.status) {
            return status(appliance);
        }
        appliance.requireKeys();
        Path definitions = appliance.definitions(appliance.source());
        if (question.check) {
            return check(definitions);
        }
        return install(appliance, definitions);
    }

    private int status(Appliance appliance)
            throws IOException, RefusedException, InterruptedException {
        say("running  " + appliance.version());
        Map<String, String> refused = RefusedVersion.read(appliance);
        if (!refused.isEmpty()) {
            say(
                    "refused  %s: %s"
                            .formatted(
                                    refused.getOrDefault("version", "?"),
                                    refused.getOrDefault("reason", "?")));
        }
        Path definitions = appliance.definitions(appliance.source());
        return sysupdate(definitions, "list", "--offline", "--no-pager") == 0 ? 0 : HnvCtl.UNUSABLE;
    }

    private int check(Path definitions) throws IOException, InterruptedException {
        int status = sysupdate(definitions, "check-new");
        if (status == NOTHING) {
            say("there is no newer version, or it cannot be seen: see above");
        }
        return status == 0 || status == NOTHING ? 0 : HnvCtl.UNUSABLE;
    }

    private int install(Appliance appliance, Path definitions)
            throws IOException, RefusedException, InterruptedException {
        boolean offered = sysupdate(definitions, "check-new") == 0;
        BeforeUpdate.note(appliance, parent.socket());
        int status = sysupdate(definitions, "--verify=yes", "update");
        if (status != 0) {
            throw new RefusedException(
                    List.of(
                            "update: nothing was changed that runs: systemd-sysupdate ended with "
                                    + status
                                    + ", see above"));
        }
        if (sysupdate(definitions, "pending") != 0) {
            say("this is the newest version");
            return 0;
        }
        Optional<String> left = offered ? Optional.empty() : leftAndStillThere(appliance);
        if (left.isPresent()) {
            say(left.get());
            return 0;
        }
        if (!question.reboot) {
            say("installed; the next boot tries it: systemctl reboot");
            return 0;
        }
        say("installed; booting it");
        return run(List.of(systemctl.toString(), "reboot")) == 0 ? 0 : HnvCtl.UNUSABLE;
    }

    /// To systemd-sysupdate a version that was tried and left is pending like one that was never
    /// tried: booting it would end in the version that runs, each night. There are two places:
    /// where nothing new came, what lies beside the version that runs is the one that was left, if
    /// it is still there.
    private static Optional<String> leftAndStillThere(Appliance appliance) throws IOException {
        Map<String, String> refused = RefusedVersion.read(appliance);
        String version = refused.getOrDefault("version", "");
        boolean runsNow = version.equals(appliance.version());
        return version.isEmpty() || runsNow || !appliance.hasInstalled(version)
                ? Optional.empty()
                : Optional.of(
                        "version %s was tried and left (%s); waiting for a newer one"
                                .formatted(version, refused.getOrDefault("reason", "?")));
    }

    private int sysupdate(Path definitions, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(sysupdate.toString());
        command.add("--definitions=" + definitions);
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// Its words go to the operator as they come.
    private int run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        PrintWriter out = spec.commandLine().getOut();
        try (var words =
                new java.io.BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = words.readLine(); line != null; line = words.readLine()) {
                out.println(line.replaceAll("\\p{Cntrl}\\[[0-9;?]*[A-Za-z]|\\p{Cntrl}", ""));
                out.flush();
            }
        }
        return process.waitFor();
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
