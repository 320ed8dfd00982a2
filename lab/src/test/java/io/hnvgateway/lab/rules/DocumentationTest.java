package io.hnvgateway.lab.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.hnvgateway.lab.docs.DropReasonsPage;
import io.hnvgateway.lab.docs.MetricsDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The documentation names only what exists.
class DocumentationTest {
    private static final Path DOCS = Path.of(System.getProperty("hnv.root", ".."), "docs");

    private static final JavaClasses CLASSES =
            new ClassFileImporter().importPackages("io.hnvgateway");

    /// `Class.method`, also `Outer.Inner.method` and `Class.method()`, between backticks.
    private static final Pattern METHOD =
            Pattern.compile("`((?:[A-Z][A-Za-z0-9]*\\.)+)([a-z][A-Za-z0-9]*)(?:\\(\\))?`");

    @Test
    void dropReasonsPageIsTheGeneratedOne() throws IOException {
        assertThat(Files.readString(DOCS.resolve("drop-reasons.md")))
                .as("run ./hnv docs")
                .isEqualTo(DropReasonsPage.text());
    }

    @Test
    void metricsPageIsTheGeneratedOne() throws IOException {
        assertThat(Files.readString(DOCS.resolve("metrics.md")))
                .as("run ./hnv docs")
                .isEqualTo(MetricsDocument.text());
    }

    @Test
    void packetWalkNamesOnlyMethodsThatExist() throws IOException {
        Path page = DOCS.resolve("packet-walk.md");
        List<MatchResult> names = METHOD.matcher(Files.readString(page)).results().toList();

        assertThat(names).as("methods named on the page").hasSizeGreaterThan(10);
        assertThat(missing(names)).as("named but not there").isEmpty();
    }

    @Test
    void aMethodThatDoesNotExistIsFound() {
        List<MatchResult> names =
                METHOD.matcher("`Packet.drop`, `Packet.fly()`, `Nowhere.stage`").results().toList();

        assertThat(missing(names)).containsExactly("`Packet.fly()`", "`Nowhere.stage`");
    }

    private static List<String> missing(List<MatchResult> names) {
        return names.stream()
                .filter(name -> CLASSES.stream().noneMatch(each -> has(each, name)))
                .map(MatchResult::group)
                .toList();
    }

    private static boolean has(JavaClass candidate, MatchResult name) {
        String simpleNames = name.group(1).substring(0, name.group(1).length() - 1);
        String fullName = candidate.getFullName().replace('$', '.');
        return fullName.endsWith("." + simpleNames)
                && candidate.getAllMethods().stream()
                        .anyMatch(method -> method.getName().equals(name.group(2)));
    }
}
