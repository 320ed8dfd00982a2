package io.hnvgateway.lab.charon;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A charon in a namespace. Ends with [#close], or with the run.
public final class Charon implements AutoCloseable {
    static final Path SYSTEM_PLUGINS = Path.of("/usr/lib/ipsec/plugins");
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);

    /// Mounts the directory with the plugin in place of charon's, in the mount namespace that `ip
    /// netns exec` has made; then becomes charon.
    private static final String WITH_PLUGIN =
            "mount --bind \"$1\" " + SYSTEM_PLUGINS + " && shift && exec \"$@\"";

    private final Namespace namespace;
    private final Path directory;
    private final CharonOptions options;
    private int configurations;
    private Running process;

    private Charon(Namespace namespace, Path directory, CharonOptions options) {
        this.namespace = namespace;
        this.directory = directory;
        this.options = options;
        this.process = launch();
    }

    /// Starts it and waits until it answers.
    ///
    /// @param name of its directory in the run's; one of a run
    public static Charon start(
            LabRun run, Namespace namespace, String name, CharonOptions options) {
        Path directory = run.directory().resolve(name);
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("strongswan.conf"), configuration(directory, options));
            if (options.isGateway() && CharonRoot.DIRECTORY.isEmpty()) {
                copyPlugins(directory.resolve("plugins"));
            }
        } catch (IOException e) {
            throw new LabException("cannot write " + directory, e);
        }
        Charon charon = new Charon(namespace, directory, options);
        charon.awaitAnswer();
        return charon;
    }

    /// Where all of it lies; private keys in its folder `private` are loaded with the connections.
    public Path directory() {
        return directory;
    }

    /// Its VICI socket.
    public Path viciSocket() {
        return directory.resolve("vici.sock");
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// All that it has logged since it was started last.
    public String log() {
        try {
            return Files.readString(directory.resolve("charon.log"));
        } catch (IOException e) {
            return "";
        }
    }

    /// Loads connections, pools and secrets as swanctl.conf(5) has them; those loaded before, which
    /// are not in it, go.
    public void load(String swanctlConf) {
        Path file = directory.resolve("swanctl-" + ++configurations + ".conf");
        try {
            Files.writeString(file, swanctlConf);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
        must("--load-all", "--noprompt", "--file", file.toString());
    }

    /// Runs a command of swanctl(8), which must succeed.
    public Result must(String... command) {
        Result result = swanctl(command);
        if (!result.succeeded()) {
            throw new LabException(
                    "swanctl %s: %s".formatted(String.join(" ", command), result.output()));
        }
        return result;
    }

    /// Runs a command of swanctl(8).
    public Result swanctl(String... command) {
        List<String> all = new ArrayList<>(withConfiguration("swanctl"));
        all.addAll(List.of(command));
        all.addAll(List.of("--uri", "unix://" + viciSocket()));
        return namespace.run(COMMAND_LIMIT, all.toArray(String[]::new));
    }

    /// Initiates a CHILD_SA and waits for it, 10 seconds at most; returns whether it is up.
    public boolean initiate(String child) {
        return swanctl("--initiate", "--child", child, "--timeout", "10").succeeded();
    }

    /// Its IKE_SAs and CHILD_SAs as `swanctl --list-sas` shows them.
    public String sas() {
        return must("--list-sas").output();
    }

    /// Ends it by force: it says goodbye to nobody.
    public void kill() {
        process.kill();
    }

    /// Starts it again after its end; it remembers nothing.
    public void restart() {
        close();
        process = launch();
        awaitAnswer();
    }

    @Override
    public void close() {
        process.close();
    }

    private Running launch() {
        List<String> command = new ArrayList<>();
        if (options.isGateway() && CharonRoot.DIRECTORY.isEmpty()) {
            String plugins = directory.resolve("plugins").toString();
            command.addAll(List.of("sh", "-c", WITH_PLUGIN, "sh", plugins));
        }
        command.addAll(withConfiguration("charon-systemd"));
        try {
            Files.deleteIfExists(viciSocket());
        } catch (IOException e) {
            throw new LabException("cannot remove " + viciSocket(), e);
        }
        return namespace.start(command.toArray(String[]::new));
    }

    private List<String> withConfiguration(String program) {
        List<String> command =
                List.of(
                        "env",
                        "STRONGSWAN_CONF=" + directory.resolve("strongswan.conf"),
                        "SWANCTL_DIR=" + directory,
                        program);
        return options.isGateway() ? CharonRoot.within(command) : command;
    }

    private void awaitAnswer() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(viciSocket()) || !swanctl("--stats").succeeded()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new LabException("charon does not start: " + process.output() + log());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    private static String configuration(Path directory, CharonOptions options) {
        return String.format(
                Locale.ROOT,
                """
                charon-systemd {
                  load = %s
                  install_routes = no
                  install_virtual_ip = no
                  %s
                  journal {
                    default = -1
                  }
                  filelog {
                    log {
                      path = %s/charon.log
                      time_format = %%T
                      flush_line = yes
                      default = 1
                    }
                  }
                  plugins {
                    vici {
                      socket = unix://%s/vici.sock
                    }
                    %s
                  }
                }
                swanctl {
                  load = random openssl pem pkcs1 pkcs8 x509 pubkey
                }
                """,
                options.plugins(),
                options.settings(),
                directory,
                directory,
                options.pluginSettings());
    }

    private static void copyPlugins(Path target) throws IOException {
        Files.createDirectories(target);
        Path own = KernelHnv.plugin().orElseThrow(() -> new LabException(KernelHnv.whyMissing()));
        try (Stream<Path> plugins = Files.list(SYSTEM_PLUGINS)) {
            for (Path plugin : plugins.toList()) {
                Files.copy(
                        plugin,
                        target.resolve(plugin.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(own, target.resolve(own.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
