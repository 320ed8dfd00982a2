package io.hnvgateway.lab.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The units of `systemd/`, as far as they can be judged without starting one.
@Timeout(120)
class UnitsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("hnv.root", "..")).toAbsolutePath().normalize();
    private static final Path UNITS = ROOT.resolve("systemd/system");
    private static final String LAUNCHERS = "/usr/lib/hnv-gateway/bin/";
    private static final String HNVCTL = "/usr/bin/hnvctl";
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    private static final Pattern EXEC =
            Pattern.compile(
                    "^(Exec(?:Start|Stop|Reload|Condition)\\w*=[-+!@:]*)(/\\S+)",
                    Pattern.MULTILINE);

    /// What units start beside our own launchers: program → package of the image. What Debian calls
    /// essential is in every image.
    private static final String ESSENTIAL = "(essential)";

    private static final Map<String, String> OF_PACKAGES =
            Map.ofEntries(
                    Map.entry("/bin/sh", ESSENTIAL),
                    Map.entry("/bin/sleep", ESSENTIAL),
                    Map.entry("/usr/bin/chmod", ESSENTIAL),
                    Map.entry("/usr/bin/install", ESSENTIAL),
                    Map.entry("/usr/bin/systemctl", "systemd"),
                    Map.entry("/usr/bin/systemd-creds", "systemd"),
                    Map.entry("/usr/bin/ssh-keygen", "openssh-server"),
                    Map.entry("/usr/bin/udevadm", "udev"),
                    Map.entry("/usr/sbin/nft", "nftables"),
                    Map.entry("/usr/sbin/sshd", "openssh-server"),
                    Map.entry("/usr/sbin/charon-systemd", "charon-systemd"));

    @TempDir private Path folder;

    private static List<Path> all(String kinds) throws IOException {
        try (Stream<Path> files = Files.list(UNITS)) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\." + kinds))
                    .sorted()
                    .toList();
        }
    }

    private record Answer(int status, String text) {}

    private static Answer run(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.directory(ROOT.toFile()).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    private static void needSystemd() {
        assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is missing (package systemd)");
    }

    /// The units with programs that are here: our launchers where they lie in the repository, and
    /// for those of the image's packages one that every machine has.
    private List<String> staged() throws IOException {
        List<String> staged = new ArrayList<>();
        for (Path unit : all("(service|slice|timer|socket|target|path|mount)")) {
            String text = Files.readString(unit);
            String here =
                    EXEC.matcher(text)
                            .replaceAll(match -> match.group(1) + provided(match.group(2)));
            staged.add(Files.writeString(folder.resolve(unit.getFileName()), here).toString());
        }
        return staged;
    }

    private static String provided(String program) {
        return program.startsWith(LAUNCHERS) || program.equals(HNVCTL)
                ? launcher(program).toString()
                : "/bin/true";
    }

    private static Path launcher(String program) {
        return ROOT.resolve("systemd/bin").resolve(Path.of(program).getFileName());
    }

    private Answer verify(List<String> units) throws Exception {
        List<String> command = new ArrayList<>(List.of(ANALYZE.toString(), "verify", "--man=no"));
        command.addAll(units);
        return run(Map.of("SYSTEMD_UNIT_PATH", folder + ":"), command);
    }

    @Test
    void systemdFindsNoFaultInAnyUnit() throws Exception {
        needSystemd();
        Answer answer = verify(staged());
        assertThat(answer.text()).isEmpty();
        assertThat(answer.status()).isZero();
    }

    /// As they start when nothing is left to be set up: systemd leaves out a unit of each cycle.
    @Test
    void noUnitWaitsForItself() throws Exception {
        needSystemd();
        assertThat(together(staged()).text()).isEmpty();
    }

    @Test
    void aUnitThatWaitsForItselfIsFound() throws Exception {
        needSystemd();
        List<String> units = staged();
        Path keys = folder.resolve("hnv-keys.service");
        Files.writeString(
                keys,
                Files.readString(keys).replace("[Service]", "Before=hnv-ssh.socket\n[Service]"));
        assertThat(together(units).text()).contains("ordering cycle");
    }

    private Answer together(List<String> units) throws Exception {
        StringBuilder target = new StringBuilder("[Unit]\nRequires=basic.target sockets.target\n");
        units.stream()
                .map(unit -> Path.of(unit).getFileName().toString())
                .filter(unit -> !unit.contains("@"))
                .forEach(unit -> target.append("Wants=").append(unit).append('\n'));
        Path everything = folder.resolve("everything.target");
        Files.writeString(everything, target.append("After=multi-user.target\n").toString());
        return verify(List.of(everything.toString()));
    }

    @Test
    void aKeyThatSystemdDoesNotKnowIsFound() throws Exception {
        needSystemd();
        List<String> units = staged();
        Path gateway = folder.resolve("hnv-gateway.service");
        Files.writeString(
                gateway, Files.readString(gateway).replace("PrivateTmp=", "PrivateTemp="));
        assertThat(verify(units).text()).contains("PrivateTemp");
    }

    /// Tenths, by `systemd-analyze security`: what a unit may reach at most.
    @ParameterizedTest
    @CsvSource({
        "hnv-gateway.service, 25",
        "hnv-charon.service, 20",
        "hnv-speaker@.service, 20",
        "hnv-pins.service, 25",
        "hnv-speaker-namespace.service, 50",
        "hnv-setup.service, 30",
        "hnv-network.service, 30",
        "hnv-console.service, 35",
        "hnv-keys.service, 25",
        "hnv-firewall.service, 25",
        "hnv-health.service, 25",
        "hnv-fallback.service, 45",
        "hnv-pairs.service, 25",
        "hnv-stranded.service, 30",
        "hnv-update.service, 50",
    })
    void exposureIsLow(String unit, int tenths) throws Exception {
        needSystemd();
        Answer answer = security(UNITS.resolve(unit), tenths);
        assertThat(answer.status()).as(answer.text()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SystemCallFilter", "CapabilityBoundingSet", "User", "RestrictNamespaces"})
    void aGatewayWithoutALineIsTooExposed(String key) throws Exception {
        needSystemd();
        String text = Files.readString(UNITS.resolve("hnv-gateway.service"));
        Path weaker = folder.resolve("hnv-gateway.service");
        Files.writeString(weaker, text.replaceAll("(?m)^" + key + "=.*\n", ""));
        assertThat(security(weaker, 25).status()).as("without " + key).isNotZero();
    }

    private static Answer security(Path unit, int tenths) throws Exception {
        return run(
                Map.of(),
                List.of(
                        ANALYZE.toString(),
                        "security",
                        "--no-pager",
                        "--offline=true",
                        "--threshold=" + tenths,
                        unit.toString()));
    }

    /// What counts little, or nothing, in that figure.
    @ParameterizedTest
    @ValueSource(strings = {"hnv-gateway.service", "hnv-charon.service", "hnv-speaker@.service"})
    void daemonsHaveEachLineOfHardening(String unit) throws IOException {
        assertThat(Files.readAllLines(UNITS.resolve(unit)))
                .contains(
                        "LimitCORE=0",
                        "NoNewPrivileges=yes",
                        "ProtectSystem=strict",
                        "ProtectHome=yes",
                        "PrivateTmp=yes",
                        "PrivateDevices=yes",
                        "PrivateMounts=yes",
                        "ProtectProc=invisible",
                        "ProtectClock=yes",
                        "ProtectHostname=yes",
                        "ProtectKernelLogs=yes",
                        "ProtectKernelModules=yes",
                        "ProtectKernelTunables=yes",
                        "ProtectControlGroups=yes",
                        "RestrictNamespaces=yes",
                        "RestrictRealtime=yes",
                        "RestrictSUIDSGID=yes",
                        "LockPersonality=yes",
                        "RemoveIPC=yes",
                        "KeyringMode=private",
                        "SystemCallArchitectures=native",
                        "SystemCallFilter=~@privileged @resources",
                        "StartLimitIntervalSec=0",
                        "Restart=always");
    }

    @Test
    void noServiceLeavesACoreDump() throws IOException {
        for (Path unit : all("service")) {
            assertThat(Files.readAllLines(unit)).as(unit.toString()).contains("LimitCORE=0");
        }
    }

    @Test
    void theWatchdogIsSlowerThanThePulseAndAStopEndsFlowsButARestartDoesNot() throws IOException {
        assertThat(Files.readAllLines(UNITS.resolve("hnv-gateway.service")))
                .contains(
                        "Type=notify",
                        "NotifyAccess=main",
                        "WatchdogSec=20",
                        "KillSignal=SIGTERM",
                        "RestartKillSignal=SIGUSR2",
                        "Environment=_JAVA_SR_SIGNUM=30",
                        "RuntimeDirectoryPreserve=yes");
    }

    @Test
    void everyProgramIsProvidedByTheRepositoryOrAPackageOfTheImage() throws IOException {
        String packages = Files.readString(ROOT.resolve("appliance-image/packages/root.txt"));
        List<String> installed =
                packages.lines().map(line -> line.split("\\|", -1)[0].strip()).toList();
        Map<String, String> missing = new TreeMap<>();
        for (Path unit : all("service")) {
            EXEC.matcher(Files.readString(unit))
                    .results()
                    .forEach(match -> {
                        String program = match.group(2);
                        if (!isProvided(program, installed)) {
                            missing.put(program, unit.getFileName().toString());
                        }
                    });
        }
        assertThat(missing).as("program → unit; name its package in this test").isEmpty();
    }

    private static boolean isProvided(String program, List<String> installed) {
        if (program.startsWith(LAUNCHERS) || program.equals(HNVCTL)) {
            return Files.isExecutable(launcher(program));
        }
        String from = OF_PACKAGES.getOrDefault(program, "");
        return from.equals(ESSENTIAL) || installed.contains(from);
    }

    @Test
    void launchersPassShellcheck() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "shellcheck is missing");
        List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
        try (Stream<Path> files = Files.list(ROOT.resolve("systemd/bin"))) {
            files.filter(UnitsTest::isOfAShell).map(Path::toString).forEach(command::add);
        }
        assertThat(run(Map.of(), command).text()).isEmpty();
    }

    private static boolean isOfAShell(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .filter(line -> line.matches("#.*\\bsh(ell=sh)?$|#.*bash$"))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /// charon of the appliance has the settings that the tests of connections have.
    @Test
    void settingsOfCharonAreThoseOfTheModule() throws IOException {
        Path own =
                ROOT.resolve("ipsec-s2s/src/main/resources/io/hnvgateway/ipsec/hnv-gateway.conf");
        assertThat(ROOT.resolve("systemd/etc/strongswan.d/hnv-gateway/charon.conf"))
                .as("copy " + own)
                .hasSameTextualContentAs(own);
    }

    /// A unit that is not there cannot be enabled.
    @Test
    void presetsNameUnitsThatAreHere() throws IOException {
        try (Stream<Path> presets = Files.list(ROOT.resolve("systemd/system-preset"))) {
            for (Path preset : presets.toList()) {
                List<String> missing =
                        Files.readAllLines(preset).stream()
                                .filter(line -> line.startsWith("enable hnv-"))
                                .map(line -> line.substring("enable ".length()).strip())
                                .filter(unit -> !Files.exists(UNITS.resolve(unit)))
                                .collect(Collectors.toList());
                assertThat(missing).as(preset.toString()).isEmpty();
            }
        }
    }
}
