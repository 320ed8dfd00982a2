package io.hnvgateway.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `appliance-image/build` as far as it makes nothing: options, mirrors, the bill of materials.
class ImageBuildTest {
    private static final Path IMAGE = Path.of("../appliance-image").toAbsolutePath().normalize();

    @TempDir private Path folder;

    private String said = "";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--flavour | tin | --flavour tin: must be cloud or metal",
                "--formats | raw,iso | --formats iso: must be of raw, qcow2, vhdx",
                "--version | 1/../2 | --version 1/../2: a digit, then letters",
                "--update-key | /no/such/key | /no/such/key: cannot be read",
                "--color | red | --color: no such option",
            })
    void aBadOptionIsRefusedBeforeAnythingIsMade(String option, String value, String answer)
            throws Exception {
        Path output = folder.resolve("output");

        assertThat(run(IMAGE + "/build", "--output", output.toString(), option, value))
                .isEqualTo(1);

        assertThat(said).contains(answer);
        assertThat(output).doesNotExist();
    }

    @Test
    void packagesComeFromTheMachinesOwnMirrorsInBothFormats() throws Exception {
        Files.createDirectories(folder.resolve("sources.list.d"));
        Files.writeString(
                folder.resolve("sources.list"),
                """
                # deb http://off.test/debian OWN main
                deb [arch=amd64] http://one.test/debian OWN main contrib
                deb-src http://one.test/debian OWN main
                deb http://other.test/tools OWN-tools main
                """
                        .replace("OWN", release()));
        Files.writeString(
                folder.resolve("sources.list.d/debian.sources"),
                """
                Types: deb
                # a remark
                URIs: http://two.test/day/20260101T000000Z
                Suites: OWN OWN-updates
                Components: main

                Types: deb
                URIs: http://two.test/security
                Suites: OWN-security
                """
                        .replace("OWN", release()));

        assertThat(mirrors()).as(() -> said).isZero();

        assertThat(said.lines().map(line -> line.replaceAll("\\[.*] ", "")))
                .containsExactlyInAnyOrder(
                        "deb http://one.test/debian trixie main",
                        "deb http://two.test/day/20260101T000000Z trixie main",
                        "deb http://two.test/day/20260101T000000Z trixie-updates main",
                        "deb http://two.test/security trixie-security main");
    }

    @Test
    void theBillNamesPackagesJarsAndTheRuntimeAndIsTheSameTwice() throws Exception {
        Path jar = folder.resolve("repository/org/example/deep/tool/1.2/tool-1.2-linux-x86_64.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "jar");
        Path own = Files.writeString(folder.resolve("packet-0.1.0-SNAPSHOT.jar"), "own");
        Files.writeString(folder.resolve("packages"), "libc6\t2:2.41-1+b1\tamd64\tglibc\t2.41-1\n");
        Files.writeString(folder.resolve("jars"), jar + "\n" + own + "\n");
        Files.writeString(
                folder.resolve("release"),
                "IMPLEMENTOR=\"Example\"\nJAVA_RUNTIME_VERSION=\"25.0.3+9\"\n");

        JsonNode bill = bill();

        assertThat(bill.findValuesAsText("bom-ref"))
                .containsExactlyInAnyOrder(
                        "pkg:deb/debian/libc6@2%3A2.41-1%2Bb1?arch=amd64&distro=trixie",
                        "pkg:maven/org.example.deep/tool@1.2?classifier=linux-x86_64",
                        "pkg:maven/io.hnvgateway/packet@0.9",
                        "java-runtime");
        assertThat(bill.path("metadata").path("timestamp").asText())
                .isEqualTo("1970-01-01T00:00:07Z");
        assertThat(bill()).isEqualTo(bill);
    }

    private JsonNode bill() throws IOException, InterruptedException {
        int status =
                run(
                        "env",
                        "SOURCE_DATE_EPOCH=7",
                        "python3",
                        IMAGE + "/lib/bill-of-materials.py",
                        "0.9",
                        "cloud",
                        folder.resolve("packages").toString(),
                        folder.resolve("jars").toString(),
                        folder.resolve("release").toString());
        assertThat(status).as(() -> said).isZero();
        return new ObjectMapper().readTree(said);
    }

    private int mirrors() throws IOException, InterruptedException {
        return run(
                "env",
                "APT_FOLDER=" + folder,
                "bash",
                "-euo",
                "pipefail",
                "-c",
                ". \"$1\" && image_sources",
                "mirrors",
                IMAGE + "/lib/mirror.sh");
    }

    /// The code name of this machine's Debian.
    private static String release() throws IOException {
        return Files.readAllLines(Path.of("/etc/os-release")).stream()
                .filter(line -> line.startsWith("VERSION_CODENAME="))
                .map(line -> line.substring("VERSION_CODENAME=".length()).replace("\"", ""))
                .findFirst()
                .orElseThrow();
    }

    private int run(String... command) throws IOException, InterruptedException {
        Path answer = folder.resolve("answer");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(answer.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        said = Files.readString(answer);
        return process.waitFor();
    }
}
