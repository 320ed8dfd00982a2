package io.hnvgateway.app.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With programs of the test in the place of systemd's.
@Timeout(60)
class UpdateCommandTest {
    @TempDir private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void makeAppliance() throws IOException {
        write("usr/lib/hnv-gateway/release", "VERSION=0.1.0\n");
        write("usr/lib/hnv-gateway/update-keyring.gpg", "key");
        write("etc/os-release", "ID=debian\nIMAGE_VERSION=\"0.1.0\"\n");
        write("etc/hnv-gateway/update.conf", "# ours\nSource=https://releases.example/gw\n");
        for (String name : List.of("50-root.transfer", "60-kernel.transfer")) {
            write(
                    "usr/lib/sysupdate.d/" + name,
                    Files.readString(Path.of("../systemd/sysupdate.d").resolve(name)));
        }
        program("sysupdate", "exit 0");
        program("systemctl", "exit 0");
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// Writes down how it was called, then does what is said.
    private void program(String name, String script) throws IOException {
        write(name, "#!/bin/sh\necho " + name + " \"$@\" >>" + root + "/calls\n" + script + "\n");
        Files.setPosixFilePermissions(
                root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int run(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--socket", root.resolve("none.sock").toString()));
        all.addAll(
                List.of(
                        "update",
                        "--root",
                        root.toString(),
                        "--sysupdate",
                        root.resolve("sysupdate").toString(),
                        "--systemctl",
                        root.resolve("systemctl").toString()));
        all.addAll(List.of(arguments));
        return HnvCtl.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private List<String> calls() throws IOException {
        Path calls = root.resolve("calls");
        String definitions = "--definitions=" + root.resolve("run/hnv-update") + " ";
        return Files.exists(calls)
                ? Files.readAllLines(calls).stream().map(c -> c.replace(definitions, "")).toList()
                : List.of();
    }

    @Test
    void installsWithTheSignatureLookedAtAndLeavesTheRebootToTheOperator() throws IOException {
        assertThat(run()).isZero();
        assertThat(calls())
                .containsExactly(
                        "sysupdate check-new",
                        "sysupdate --verify=yes update",
                        "sysupdate pending");
        assertThat(out.toString()).contains("installed; the next boot tries it");
    }

    @Test
    void rebootsWhenAskedToAndOnlyIntoAnotherVersion() throws IOException {
        assertThat(run("--reboot")).isZero();
        assertThat(calls()).contains("systemctl reboot");
        Files.delete(root.resolve("calls"));
        program("sysupdate", "case $* in *pending) exit 1 ;; esac");
        assertThat(run("--reboot")).isZero();
        assertThat(calls()).doesNotContain("systemctl reboot");
        assertThat(out.toString()).contains("this is the newest version");
    }

    /// Else a machine that fell back would boot each night.
    @Test
    void doesNotBootAVersionAgainThatWasLeft() throws IOException {
        write("var/lib/hnv-update/refused", "version=0.1.1\nreason=workers: stand\n");
        write("dev/disk/by-partlabel/hnv-root_0.1.1", "");
        program("sysupdate", "case $* in *check-new) exit 1 ;; esac");
        assertThat(run("--reboot")).isZero();
        assertThat(calls()).contains("sysupdate pending").doesNotContain("systemctl reboot");
        assertThat(out.toString())
                .contains("version 0.1.1 was tried and left (workers: stand); waiting");
    }

    @Test
    void aVersionBehindTheOneThatWasLeftIsBooted() throws IOException {
        write("var/lib/hnv-update/refused", "version=0.1.1\nreason=workers: stand\n");
        write("dev/disk/by-partlabel/hnv-root_0.1.2", "");
        program("sysupdate", "case $* in *check-new) exit 1 ;; esac");
        assertThat(run("--reboot")).isZero();
        assertThat(calls()).contains("systemctl reboot");

        Files.delete(root.resolve("calls"));
        write("dev/disk/by-partlabel/hnv-root_0.1.1", "");
        program("sysupdate", "exit 0");
        assertThat(run("--reboot")).isZero();
        assertThat(calls()).contains("systemctl reboot");
    }

    /// Somebody booted it by hand once more, and it was good.
    @Test
    void aVersionThatWasLeftAndRunsNowKeepsNoOtherFromBeingBooted() throws IOException {
        write("var/lib/hnv-update/refused", "version=0.1.0\nreason=workers: stand\n");
        write("dev/disk/by-partlabel/hnv-root_0.1.0", "");
        program("sysupdate", "case $* in *check-new) exit 1 ;; esac");
        assertThat(run("--reboot")).isZero();
        assertThat(calls()).contains("systemctl reboot");
    }

    @Test
    void putsTheSourceIntoEveryTransferAndSwitchesNoSignatureOff() throws IOException {
        run("--check");
        try (Stream<Path> made = Files.list(root.resolve("run/hnv-update"))) {
            assertThat(made.toList())
                    .hasSize(2)
                    .allSatisfy(transfer ->
                            assertThat(transfer)
                                    .content()
                                    .contains("Path=https://releases.example/gw/\n", "Verify=yes\n")
                                    .contains("ProtectVersion=%A")
                                    .doesNotContain("update.invalid"));
        }
    }

    @Test
    void failsWithWhatSystemdSaidAndDoesNotReboot() throws IOException {
        program("sysupdate", "echo 'Signature \033[31mverification failed'; exit 1");
        assertThat(run("--reboot")).isEqualTo(1);
        assertThat(out.toString()).contains("Signature verification failed");
        assertThat(err.toString()).contains("update: nothing was changed that runs");
        assertThat(calls()).doesNotContain("systemctl reboot");
    }

    @Test
    void aCheckInstallsNothing() throws IOException {
        program("sysupdate", "exit 1");
        assertThat(run("--check")).isZero();
        assertThat(calls()).containsExactly("sysupdate check-new");
        assertThat(out.toString()).contains("no newer version");
    }

    @Test
    void theStatusTellsWhichVersionWasLeftAndWhy() throws IOException {
        write("var/lib/hnv-update/refused", "version=0.1.1\nreason=workers: stand\n");
        assertThat(run("--status")).isZero();
        assertThat(out.toString())
                .containsSubsequence("running  0.1.0", "refused  0.1.1: workers: stand");
        assertThat(calls()).containsExactly("sysupdate list --offline --no-pager");
    }

    @Test
    void elsewhereThanOnAnApplianceItSaysSo() throws IOException {
        Files.delete(root.resolve("usr/lib/hnv-gateway/release"));
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("update: this is no appliance");
        assertThat(calls()).isEmpty();
    }

    @Test
    void anImageThatTrustsNobodyInstallsNothing() throws IOException {
        write("usr/lib/hnv-gateway/update-keyring.gpg", "");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("--update-key");
        assertThat(calls()).isEmpty();
    }

    @Test
    void withoutASourceItSaysWhatToWrite() throws IOException {
        Files.delete(root.resolve("etc/hnv-gateway/update.conf"));
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("update.conf", "Source=https://HOST/FOLDER/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Source=ftp://h/",
                "Source=https:///x",
                "Source=https://h/%v/",
                "Source=https://h/a b",
                "Source=https://h/?x",
                "Source=file:///tmp/",
                "Source=",
                "Soruce=https://h/",
                "Source=https://h/\nSource=https://i/"
            })
    void refusesASourceThatIsNone(String text) throws IOException {
        write("etc/hnv-gateway/update.conf", text + "\n");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("update.conf: line ");
        assertThat(calls()).isEmpty();
    }

    @Test
    void showsNoPasswordOfASource() throws IOException {
        write("etc/hnv-gateway/update.conf", "Source=https://me:hunter2@h/\n");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).doesNotContain("hunter2");
    }
}
