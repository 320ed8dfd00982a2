package io.hnvgateway.app.setup;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hnv-setup`: sets an appliance up at its first boot, and shows what it is set up to.
@Command(
        name = "hnv-setup",
        mixinStandardHelpOptions = true,
        description = "Gathers the settings of an appliance, or asks for them on its console.")
public final class HnvSetup {
    private static final int REFUSED = 1;
    private static final int LOOK_MS = 500;
    private static final int MOST_WAIT_S = 120;

    private final InputStream in;
    private final PrintStream out;
    private final Map<String, String> environment;
    private final Commands commands;
    private final @Nullable LinkTests tests;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "/",
            hidden = true,
            description = "Where the system's files are.")
    private Path root = Path.of("/");

    @Option(
            names = "--owner",
            paramLabel = "USER",
            defaultValue = "hnv-gateway",
            description = "Who may read the connection string; default ${DEFAULT-VALUE}.")
    private String owner = "hnv-gateway";

    HnvSetup(
            InputStream in,
            PrintStream out,
            Map<String, String> environment,
            Commands commands,
            @Nullable LinkTests tests) {
        this.in = in;
        this.out = out;
        this.environment = environment;
        this.commands = commands;
        this.tests = tests;
    }

    public static void main(String[] arguments) {
        HnvSetup setup =
                new HnvSetup(System.in, System.out, System.getenv(), Commands.ofSystem(), null);
        System.exit(setup.execute(arguments));
    }

    /// @return the exit status
    int execute(String... arguments) {
        return new CommandLine(this)
                .setExecutionExceptionHandler((failure, line, _) -> {
                    out.println("hnv-setup: " + failure.getMessage());
                    return line.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments);
    }

    @Command(
            name = "gather",
            description =
                    "Takes connection string, SSH keys and roles of NICs from the first source that has them.",
            mixinStandardHelpOptions = true)
    int gather(
            @Option(names = "--network-only", description = "The roles of NICs and SSH keys alone.")
                    boolean networkOnly,
            @Option(
                            names = "--wait",
                            paramLabel = "SECONDS",
                            defaultValue = "0",
                            description =
                                    "For how long to wait for Hyper-V's host to tell its pairs.")
                    int waitSeconds)
            throws IOException, InterruptedException {
        SettingFiles files = files();
        Gathering gathering = new Gathering(paths(), files, out);
        awaitPairs(gathering, Math.clamp(waitSeconds, 0, MOST_WAIT_S));
        boolean good = true;
        for (Setting setting :
                networkOnly
                        ? List.of(Setting.NETWORK, Setting.SSH_KEYS)
                        : Arrays.asList(Setting.values())) {
            good &= gathering.gather(setting);
        }
        good &= applyNetwork(files);
        if (!networkOnly) {
            new FirewallPorts(paths(), files, commands).apply();
        }
        out.flush();
        return good ? CommandLine.ExitCode.OK : REFUSED;
    }

    /// On Hyper-V the host tells its pairs only when the daemon has asked, one after the other.
    /// Those that come later have `hnv-pairs.path` call this program again.
    private void awaitPairs(Gathering gathering, int seconds) throws InterruptedException {
        if (!Files.exists(paths().kvpDevice())) {
            return;
        }
        for (int waitedMs = 0;
                waitedMs < seconds * 1000 && !gathering.isGiven(Setting.CONNECTION_STRING);
                waitedMs += LOOK_MS) {
            Thread.sleep(LOOK_MS);
        }
    }

    private boolean applyNetwork(SettingFiles files) throws IOException {
        try {
            new NetworkSetup(paths(), files, commands).apply();
            return true;
        } catch (FaultsException faults) {
            out.println("hnv-setup: the network stays as it was:");
            faults.faults().stream()
                    .map(Fault::toString)
                    .forEach(line -> out.println("hnv-setup:   " + line));
            return false;
        }
    }

    @Command(
            name = "wizard",
            description = "Asks on this terminal, and writes what was answered.",
            mixinStandardHelpOptions = true)
    int wizard() throws IOException {
        SettingFiles files = files();
        LinkTests used = tests == null ? new ArpTests(files.nics(), 8000, 1500) : tests;
        NetworkSetup network = new NetworkSetup(paths(), files, commands);
        if (!new Wizard(files, new Prompt(in, out), used, network).run()) {
            return REFUSED;
        }
        new FirewallPorts(paths(), files, commands).apply();
        commands.run("systemctl", "restart", "--no-block", "hnv-gateway.service");
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "status",
            description = "Shows addresses, and the fingerprints to pin.",
            mixinStandardHelpOptions = true)
    int status() throws IOException {
        new StatusPage(paths(), files()).print(out);
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "console",
            description = "The wizard where the appliance is not set up, else the status page.",
            mixinStandardHelpOptions = true)
    int console() throws IOException {
        SettingFiles files = files();
        StatusPage page = new StatusPage(paths(), files);
        if (!isSetUp(files)) {
            page.print(out);
            int left = wizard();
            if (left != CommandLine.ExitCode.OK) {
                return left;
            }
        }
        page.print(out);
        return CommandLine.ExitCode.OK;
    }

    private static boolean isSetUp(SettingFiles files) throws IOException {
        try {
            files.plan().on(files.nics().all());
            var text = files.read(Setting.CONNECTION_STRING);
            if (text.isEmpty()) {
                return false;
            }
            SettingFiles.connection(text.get());
            return true;
        } catch (FaultsException _) {
            return false;
        }
    }

    private SetupPaths paths() {
        return SetupPaths.of(root, environment);
    }

    private SettingFiles files() {
        return new SettingFiles(paths(), owner);
    }
}
