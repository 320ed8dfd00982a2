package io.hnvgateway.app.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProductVersionTest {
    @Test
    void isThatOfTheBuild() throws IOException {
        Matcher built =
                Pattern.compile("<version>([^<]+?)(-SNAPSHOT)?</version>")
                        .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(built.find()).isTrue();
        assertThat(ProductVersion.own()).isEqualTo(built.group(1));
    }

    @Test
    void whatCouldNotBeAVersionIsNone() {
        assertThat(ProductVersion.isWellFormed("1.0.0-rc.1+7")).isTrue();
        assertThat(ProductVersion.isWellFormed("")).isFalse();
        assertThat(ProductVersion.isWellFormed("1.0 \"")).isFalse();
        assertThat(ProductVersion.isWellFormed("1".repeat(ProductVersion.LONGEST + 1))).isFalse();
    }
}
