package io.hnvgateway.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginPageTest {
    private static final Path PAGE = Path.of("..", "docs", "plugin.md");
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /// What the example leaves to its reader.
    private static final String FRAME =
            """
            import io.hnvgateway.provider.resource.*;
            import io.hnvgateway.provider.spi.*;
            import io.hnvgateway.provider.value.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.List;
            class Example {
                void run(String connectionString, String tokenFile, DesiredState desired,
                        LookupRecord movedRecord) throws Exception {
            """;

    private static String framed(String example) {
        return FRAME + example + "    }\n}\n";
    }

    @TempDir private Path classes;

    @Test
    void theExampleCompiles() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        String source = framed(example.group(1));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        boolean compiled =
                compiler.getTask(
                                null,
                                null,
                                found,
                                List.of(
                                        "-proc:none",
                                        "-d",
                                        classes.toString(),
                                        "-cp",
                                        System.getProperty("java.class.path")),
                                null,
                                List.of(new Source(source)))
                        .call();
        assertThat(found.getDiagnostics().stream().map(Diagnostic::toString)).isEmpty();
        assertThat(compiled).isTrue();
    }

    /// A source in memory.
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Example.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
