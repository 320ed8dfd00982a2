package io.hnvgateway.bgp.speaker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which ExaBGP is started: Debian's, unless the environment variable `HNV_EXABGP` names the
/// program of another, and the Python that it was installed for.
public final class ExaBgp {
    private static final Path DEBIANS = Path.of("/usr/sbin/exabgp");
    private static final String ANY_PYTHON = "python3";
    private static final Pattern INTERPRETER = Pattern.compile("#!\\s*(/\\S*/python3[0-9.]*)\\s*");

    private ExaBgp() {}

    public static Path program() {
        return Optional.ofNullable(System.getenv("HNV_EXABGP")).map(Path::of).orElse(DEBIANS);
    }

    /// The one of the program's first line; of a program without such a line, the machine's.
    static String python(Path program) {
        try (BufferedReader text = Files.newBufferedReader(program, StandardCharsets.ISO_8859_1)) {
            char[] start = new char[256];
            int length = text.read(start);
            String line = new String(start, 0, Math.max(0, length)).lines().findFirst().orElse("");
            Matcher interpreter = INTERPRETER.matcher(line);
            return interpreter.matches() ? interpreter.group(1) : ANY_PYTHON;
        } catch (IOException e) {
            return ANY_PYTHON;
        }
    }
}
