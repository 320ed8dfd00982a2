package io.hnvgateway.lab.units;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Launchers that decide something, over a system of the test's below a folder.
@Timeout(60)
class LaunchersTest {
    private static final Path ROOT =
            Path.of(System.getProperty("hnv.root", "..")).toAbsolutePath().normalize();

    @TempDir private Path system;

    private void write(String name, String text) throws IOException {
        Path file = system.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void program(String name, String script) throws IOException {
        write(name, "#!/bin/sh\necho ${0##*/} \"$@\" >>" + system + "/calls\n" + script + "\n");
        Files.setPosixFilePermissions(
                system.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Answer(int status, String text) {}

    private Answer run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HNV_ROOT", system.toString());
        builder.environment().merge("PATH", "", (path, _) -> system.resolve("bin") + ":" + path);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    /// `hnv-fallback`, where version 2 is tried.
    @Nested
    class Fallback {
        private static final String BLESS = "usr/lib/systemd/systemd-bless-boot";

        @BeforeEach
        void makeSystem() throws IOException {
            write("etc/os-release", "ID=debian\nIMAGE_VERSION=\"2.0\"\n");
            write("dev/kmsg", "");
            entry("1.0");
            entry("2.0+2-1");
            trial("indeterminate");
            program("bin/bootctl", "echo " + system + "/efi");
            program("bin/systemctl", "");
            program("bin/sync", "");
        }

        private void entry(String name) throws IOException {
            write("efi/EFI/Linux/hnv-gateway_" + name + ".efi", "");
        }

        private void trial(String status) throws IOException {
            program(BLESS, "[ \"$1\" != status ] || echo " + status);
        }

        private List<String> decide() throws IOException, InterruptedException {
            Answer answer = run(ROOT.resolve("systemd/bin/hnv-fallback").toString());
            assertThat(answer.status()).as(answer.text()).isZero();
            return Files.readAllLines(system.resolve("calls"));
        }

        @Test
        void leavesAVersionThatIsTried() throws Exception {
            assertThat(decide()).contains("systemd-bless-boot bad", "systemctl --no-block reboot");
            assertThat(system.resolve("var/lib/hnv-update/refused"))
                    .content()
                    .contains("version=2.0\n", "did not run");
        }

        @Test
        void keepsTheReasonThatTheJudgeGave() throws Exception {
            write("var/lib/hnv-update/refused", "version=2.0\nreason=workers: stand\n");
            decide();
            assertThat(system.resolve("var/lib/hnv-update/refused"))
                    .content()
                    .isEqualTo("version=2.0\nreason=workers: stand\n");
        }

        @Test
        void leavesItAlsoWhereNothingCanBeRemembered() throws Exception {
            write("var/lib/hnv-update", "a file where the folder should be");
            assertThat(decide()).contains("systemctl --no-block reboot");
        }

        @ParameterizedTest
        @ValueSource(strings = {"good", "clean", "bad"})
        void staysWhereThisIsNoTrial(String status) throws Exception {
            trial(status);
            assertThat(decide()).doesNotContain("systemctl --no-block reboot");
        }

        /// Else the machine would boot for ever.
        @ParameterizedTest
        @ValueSource(strings = {"1.0+0-3", "1.0+0"})
        void staysWhereTheOtherHasNoTriesLeft(String other) throws Exception {
            Files.delete(system.resolve("efi/EFI/Linux/hnv-gateway_1.0.efi"));
            entry(other);
            assertThat(decide())
                    .doesNotContain("systemctl --no-block reboot", "systemd-bless-boot bad");
        }

        @Test
        void staysWhereItIsAlone() throws Exception {
            Files.delete(system.resolve("efi/EFI/Linux/hnv-gateway_1.0.efi"));
            assertThat(decide()).doesNotContain("systemctl --no-block reboot");
        }
    }

    /// `hnv-firewall`, in a network namespace of its own that ends with it.
    @Nested
    class Firewall {
        private static final String OWN = "etc/hnv-gateway/nftables.d/";

        @BeforeEach
        void makeSystem() throws IOException {
            write(
                    "usr/lib/hnv-gateway/nftables/hnv-host.nft",
                    Files.readString(ROOT.resolve("systemd/nftables/hnv-host.nft")));
        }

        private String rules() throws Exception {
            Answer answer =
                    run(
                            "unshare",
                            "--net",
                            "sh",
                            "-c",
                            "\"$1\" && \"$1\" && nft list ruleset",
                            "sh",
                            ROOT.resolve("systemd/bin/hnv-firewall").toString());
            assertThat(answer.status()).as(answer.text()).isZero();
            return answer.text();
        }

        @Test
        void addsWhatTheOperatorWrote() throws Exception {
            write(
                    OWN + "management.nft",
                    "add element inet hnv_host management_ports { 9443 }"); // no end of line
            write(OWN + "more.nft", "add rule inet hnv_host management tcp dport 9100 accept\n");
            assertThat(rules())
                    .contains("policy drop", "9443", "tcp dport 9100 accept")
                    .doesNotContain("left out");
        }

        @Test
        void isClosedInSpiteOfAFaultyFile() throws Exception {
            write(OWN + "a.nft", "add rule inet hnv_host management tcp dprot 9100 accept\n");
            write(OWN + "b.nft", "add element inet hnv_host management_ports { 9443 }\n");
            assertThat(rules())
                    .contains("a.nft is left out", "syntax error", "policy drop", "9443")
                    .doesNotContain("9100 accept\n\t");
        }
    }

    /// `hnv-stranded`, where a version has three tries.
    @Nested
    class Stranded {
        @BeforeEach
        void makeSystem() throws IOException {
            write("usr/lib/sysupdate.d/50-root.transfer", "[Target]\nReadOnly=1\n");
            write("usr/lib/sysupdate.d/60-kernel.transfer", "[Target]\nTriesLeft=3\n");
        }

        /// As the kernel shows a variable of the firmware: attributes, and UTF-16.
        private void countedAs(String name) throws IOException {
            Path variable =
                    system.resolve(
                            "sys/firmware/efi/efivars/LoaderBootCountPath-"
                                    + "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f");
            Files.createDirectories(variable.getParent());
            var value = new ByteArrayOutputStream();
            value.writeBytes(new byte[] {6, 0, 0, 0});
            value.writeBytes(("\\EFI\\Linux\\" + name + "\0").getBytes(UTF_16LE));
            Files.write(variable, value.toByteArray());
        }

        private Answer decide() throws IOException, InterruptedException {
            return run(ROOT.resolve("systemd/bin/hnv-stranded").toString(), "0");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "hnv-gateway_2.0+2-1.efi",
                    "hnv-gateway_2.0+1-2.efi",
                    "hnv-gateway_2.0+0-3.efi",
                    "hnv-gateway_2.0+10-4.efi"
                })
        void aTrialBootsAgain(String name) throws Exception {
            countedAs(name);
            assertThat(decide().status()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"hnv-gateway_2.0+0-4.efi", "hnv-gateway_2.0+0-12.efi"})
        void whereTheBootLoaderHasNoOtherTheMachineStays(String name) throws Exception {
            countedAs(name);
            Answer answer = decide();
            assertThat(answer.status()).isEqualTo(1);
            assertThat(answer.text()).contains("all 3 tries are used up", "staying");
        }

        /// Staying is for what is known: a trial that stays for ever ends nobody's trouble.
        @ParameterizedTest
        @ValueSource(strings = {"", "nonsense", "hnv-gateway_2.0+0-4x.efi", "a+0-.efi"})
        void whatCannotBeReadBootsAgain(String name) throws Exception {
            countedAs(name);
            assertThat(decide().status()).isZero();
        }

        @Test
        void withoutTheVariableItBootsAgain() throws Exception {
            assertThat(decide().status()).isZero();
        }
    }
}
