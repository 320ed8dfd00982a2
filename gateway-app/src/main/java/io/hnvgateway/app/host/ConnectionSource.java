package io.hnvgateway.app.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where the connection string comes from: the command line, else a file, else the environment.
///
/// In a file, lines that begin with `#` are comments; they are blanked, so that columns and lines
/// in faults stay right.
public final class ConnectionSource {
    public static final String VARIABLE = "HNV_CONNECTION_STRING";
    public static final String FILE_VARIABLE = "HNV_CONNECTION_STRING_FILE";
    private static final long FILE_BYTES = 65_536;

    private ConnectionSource() {}

    /// @throws IOException with a sentence for the operator, also if there is none at all
    public static String read(
            @Nullable String argument, @Nullable Path file, Map<String, String> environment)
            throws IOException {
        if (argument != null && file != null) {
            throw new IOException(
                    "--connection-string and --connection-string-file exclude each other");
        }
        if (argument != null) {
            return argument;
        }
        String named = environment.get(FILE_VARIABLE);
        if (file != null || (named != null && !environment.containsKey(VARIABLE))) {
            return fromFile(file != null ? file : Path.of(String.valueOf(named)));
        }
        String text = environment.get(VARIABLE);
        if (text == null) {
            throw new IOException(
                    "no connection string: give --connection-string, --connection-string-file, or "
                            + VARIABLE
                            + " or "
                            + FILE_VARIABLE
                            + " in the environment");
        }
        return text;
    }

    private static String fromFile(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES) {
            throw new IOException(
                    file + ": a connection string has at most " + FILE_BYTES + " bytes");
        }
        return withoutComments(Files.readString(file));
    }

    /// What the gateway makes of a file's text.
    public static String withoutComments(String text) {
        return text.lines()
                .map(line -> line.stripLeading().startsWith("#") ? "" : line)
                .collect(Collectors.joining("\n"));
    }
}
