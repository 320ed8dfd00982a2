package io.hnvgateway.lab.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.app.JvmOptions;
import io.hnvgateway.app.bgp.TenantSpeakers;
import io.hnvgateway.app.ctl.HnvCtl;
import io.hnvgateway.app.process.RestartSignal;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.PinKeeper;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The gateway's process in its namespace, and `hnvctl` towards it. What outlives the process, pins
/// and checkpoint, lies where only this gateway finds it, and goes with the run.
public final class Gateway implements AutoCloseable {
    private static final String MAIN = "io.hnvgateway.app.GatewayMain";
    private static final List<String> JVM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+PerfDisableSharedMem");
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String JAR = ".jar";
    private static final String OPTIONS_VARIABLE = "HNV_BENCH_JAVA_OPTIONS";

    /// HotSpot keeps SIGUSR2 for itself otherwise.
    private static final String FREE_SIGUSR2 = RestartSignal.VARIABLE + "=" + RestartSignal.VALUE;

    private static final String STATE = "state";
    private static final String RUNTIME = "runtime";
    private static final String SOCKET = "hnvctl.sock";
    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private final Path directory;
    private final PinKeeper keeper;
    private String ownKeys = "";
    private String completeConnectionString = "";
    private boolean forgetful;
    private Optional<StartCache> startCache = Optional.empty();
    private List<String> logLevel = List.of();
    private Optional<Unprivileged> user = Optional.empty();
    private @Nullable Running process;

    public Gateway(LabRun run, Namespace namespace) {
        this(run, namespace, "gateway");
    }

    /// @param name of its folder in the run's directory
    public Gateway(LabRun run, Namespace namespace, String name) {
        this.directory = run.directory().resolve(name);
        this.keeper = PinKeeper.start(run, namespace);
        run.expectNamespace(TenantSpeakers.namespace(speakers()));
    }

    /// Whether from now on nothing of what outlives a process is there when the next one starts.
    public void beForgetful(boolean forgets) {
        forgetful = forgets;
    }

    /// From now on it logs so much.
    ///
    /// @param level as `TRACE`
    public void logAt(String level) {
        logLevel = List.of("HNV_LOG_LEVEL=" + level);
    }

    /// From now on it starts with this, or without any.
    public void startBy(Optional<StartCache> cache) {
        startCache = cache;
    }

    /// From now on it is not root's.
    public void runAs(Unprivileged other) {
        user = Optional.of(other);
    }

    /// Starts it and waits until it answers.
    public void start(String connectionString) {
        try {
            Files.createDirectories(stateDirectory());
            Files.createDirectories(runtimeDirectory());
        } catch (IOException e) {
            throw new LabException("cannot create folders in " + directory, e);
        }
        user.ifPresent(own -> own.own(directory, stateDirectory(), runtimeDirectory(), pins()));
        ownKeys = connectionString;
        completeConnectionString =
                connectionString(connectionString, directory, pinDirectory().toString());
        launch("");
    }

    private static String connectionString(String keys, Path directory, String pins) {
        return "%s;StateDirectory=%s;ControlSocket=%s;PinDirectory=%s;RuntimeDirectory=%s"
                .formatted(
                        keys,
                        directory.resolve(STATE),
                        directory.resolve(SOCKET),
                        pins,
                        directory.resolve(RUNTIME));
    }

    /// Ends it as a crash does, without a chance to clean up.
    public void kill() {
        running().kill();
    }

    /// Asks it to end and waits until it has.
    ///
    /// @param signal `TERM` for good, `USR2` for the sake of a restart
    public void end(String signal) {
        Running asked = running();
        asked.signal(signal);
        if (asked.await(END_LIMIT).status() == Result.TIMED_OUT) {
            throw new LabException("the gateway did not end on SIG" + signal);
        }
    }

    /// It makes no step any more, until [#resume].
    public void suspend() {
        running().signal("STOP");
    }

    public void resume() {
        running().signal("CONT");
    }

    private Running running() {
        if (process == null || !process.isAlive()) {
            throw new LabException("no gateway runs");
        }
        return process;
    }

    /// Starts it again with what it finds in its state directory.
    public void restart() {
        restart("");
    }

    /// As [#restart], as another program.
    ///
    /// @param classes a folder of classes and resources that come before its own
    public void restartWith(Path classes) {
        restart(classes + File.pathSeparator);
    }

    /// As [#restart], as if so much time had passed since the one before ended: by a time namespace
    /// (time_namespaces(7)). The XDP program has the machine's time all the same.
    public void restartAfter(Duration pause) {
        close();
        List<String> command = new ArrayList<>(List.of("unshare", "--time", "--monotonic"));
        command.addAll(List.of(Long.toString(pause.toSeconds()), "--fork", "--kill-child", "--"));
        command.addAll(command("", completeConnectionString));
        Running begun = keeper.start(command);
        process = begun;
        awaitAnswer(begun);
    }

    private void restart(String firstClasses) {
        close();
        if (forgetful) {
            forget();
        }
        launch(firstClasses);
    }

    /// As [#restart], but returns while it starts.
    public void beginRestart() {
        close();
        begin("");
    }

    private void launch(String firstClasses) {
        awaitAnswer(begin(firstClasses));
    }

    private Running begin(String firstClasses) {
        Running begun = keeper.start(command(firstClasses, completeConnectionString));
        process = begun;
        return begun;
    }

    private List<String> command(String firstClasses, String connectionString) {
        List<String> command = new ArrayList<>(List.of("env", FREE_SIGUSR2));
        command.addAll(logLevel);
        command.addAll(JVM);
        command.addAll(JvmOptions.words());
        command.addAll(ownOptions());
        if (startCache.isPresent() && firstClasses.isEmpty()) {
            command.add(startCache.get().option());
            command.addAll(List.of("-cp", startCache.get().classPath(), MAIN));
        } else {
            String classes = firstClasses + classPath();
            command.addAll(
                    List.of("-cp", user.map(u -> u.readable(classes)).orElse(classes), MAIN));
        }
        command.addAll(List.of("--connection-string", connectionString));
        return user.map(u -> u.command(command)).orElse(command);
    }

    /// Starts a second one on the same interfaces, with directories of its own, and waits for it to
    /// end.
    ///
    /// @param samePins whether it has the first one's pin directory; else none
    public Result tryBeside(boolean samePins) {
        Path own = directory.resolve("beside");
        String pins = samePins ? pinDirectory().toString() : "none";
        try (Running second = keeper.start(command("", connectionString(ownKeys, own, pins)))) {
            return second.await(START_LIMIT);
        }
    }

    /// Words of the environment, behind the others and so in their place.
    private static List<String> ownOptions() {
        String own = System.getenv(OPTIONS_VARIABLE);
        return own == null || own.isBlank() ? List.of() : List.of(own.strip().split("\\s+", -1));
    }

    /// The jars alone if the gateway is one of them, as where it is installed: a JVM keeps no cache
    /// of classes that lie in folders.
    private static String classPath() {
        String own = System.getProperty("java.class.path");
        String gateway =
                JvmOptions.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        return gateway.endsWith(JAR)
                ? Stream.of(own.split(File.pathSeparator, -1))
                        .filter(entry -> entry.endsWith(JAR))
                        .collect(Collectors.joining(File.pathSeparator))
                : own;
    }

    /// Removes what outlives a process: pins and checkpoint. None runs meanwhile.
    public void forget() {
        removeFiles(pins());
        removeFiles(runtimeDirectory());
    }

    /// Removes what it was told, as if it had all been deleted. None runs meanwhile.
    public void forgetDesiredState() {
        removeFiles(stateDirectory());
    }

    private static void removeFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new LabException("cannot empty " + directory, e);
        }
    }

    /// Keeps the desired state of the last run.
    public Path stateDirectory() {
        return directory.resolve(STATE);
    }

    /// Holds the checkpoint.
    public Path runtimeDirectory() {
        return directory.resolve(RUNTIME);
    }

    /// Holds the files of the speakers of BGP.
    public Path speakers() {
        return TenantSpeakers.directory(socket());
    }

    /// As the gateway has it; this process reaches it as [#pins].
    private Path pinDirectory() {
        return keeper.mount().resolve("hnv-gateway");
    }

    /// The directory of its pins.
    public Path pins() {
        return keeper.seen(pinDirectory());
    }

    public long pid() {
        return running().pid();
    }

    /// Applies a desired state; the gateway must accept it.
    public void apply(DesiredState desired) {
        Path file = directory.resolve("desired.json");
        desired.write(file);
        apply(file);
    }

    /// The same from a file of JSON.
    public void apply(Path file) {
        Result result = control("apply", "-f", file.toString());
        if (!result.succeeded()) {
            throw new LabException("hnvctl apply: " + result.output().strip());
        }
    }

    /// Runs `hnvctl`, in this process.
    public Result control(String... arguments) {
        StringWriter output = new StringWriter();
        return new Result(control(output, arguments), output.toString());
    }

    /// As [#control], of a command that ends with the gateway.
    ///
    /// @return what it prints, as it comes
    public StringWriter begin(String... arguments) {
        StringWriter output = new StringWriter();
        Thread.ofVirtual().start(() -> control(output, arguments));
        return output;
    }

    private int control(StringWriter output, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--socket", socket().toString()));
        all.addAll(List.of(arguments));
        PrintWriter printer = new PrintWriter(output, true);
        return HnvCtl.commandLine()
                .setOut(printer)
                .setErr(printer)
                .execute(all.toArray(String[]::new));
    }

    /// All frames that the gateway has dropped under a reason whose label begins so.
    public long drops(String labelPrefix) {
        return sum(told("show", "drops"), labelPrefix);
    }

    /// What it has forwarded of each tenant by now; nothing if it does not run.
    public TenantTraffic traffic() {
        return isRunning() ? TenantTraffic.of(told("show", "compartments")) : TenantTraffic.NONE;
    }

    /// The data path in use, and why that one.
    public String dataPath() {
        return told("status").path("dataPath").asText();
    }

    /// Of each worker the core that it runs on, and why, as `worker-0: core 1: ...`.
    public List<String> workers() {
        return told("status").path("workers").valueStream().map(JsonNode::asText).toList();
    }

    /// Of the process that runs.
    public long processId() {
        return told("status").path("processId").asLong();
    }

    private JsonNode told(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.add("--json");
        Result result = control(all.toArray(String[]::new));
        try {
            return JSON.readTree(result.output());
        } catch (IOException e) {
            throw new LabException(
                    "hnvctl " + String.join(" ", command) + ": " + result.output().strip(), e);
        }
    }

    private static long sum(JsonNode node, String labelPrefix) {
        long frames = 0;
        if (node.path("reason").asText().startsWith(labelPrefix)) {
            frames += node.path("frames").asLong();
        }
        for (JsonNode child : node) {
            frames += sum(child, labelPrefix);
        }
        return frames;
    }

    /// What it logged.
    public String log() {
        return process == null ? "" : process.output();
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /// The `hnvctl` command line of this gateway, for a reader to copy.
    public String controlCommand() {
        return "./hnv ctl --socket " + socket();
    }

    private Path socket() {
        return directory.resolve(SOCKET);
    }

    private void awaitAnswer(Running gateway) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(socket()) || !control("status").succeeded()) {
            if (!gateway.isAlive() || System.nanoTime() - deadline > 0) {
                throw new LabException("the gateway did not start:\n" + gateway.output());
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted", e);
            }
        }
    }

    /// Asks it to end and waits.
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
