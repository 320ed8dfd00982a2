package io.hnvgateway.app.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a passphrase comes from: never from an argument, which others see.
final class Passphrase {
    private static final long LIMIT_BYTES = 8 << 10;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "Its first line is the passphrase; nobody but its owner may have access to it."
                            + " Without: it is asked for, or the first line of the standard input.")
    private @Nullable Path file;

    /// @param twice somebody who types it does so twice
    String read(boolean twice) throws IOException {
        if (file != null) {
            return ofFile(file);
        }
        Console console = Objects.requireNonNull(System.console(), "never null from JDK 22 on");
        if (!console.isTerminal()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            return Objects.requireNonNullElse(in.readLine(), "");
        }
        String typed = typed(console, "Passphrase: ");
        if (twice && !typed.equals(typed(console, "Once more: "))) {
            throw new IOException("the passphrases are not the same");
        }
        return typed;
    }

    private static String typed(Console console, String prompt) {
        char[] typed = console.readPassword(prompt);
        return typed == null ? "" : new String(typed);
    }

    private static String ofFile(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.removeAll(OWNER);
        if (!permissions.isEmpty()) {
            throw new IOException(file + " is open to others than its owner: chmod 600 " + file);
        }
        if (Files.size(file) > LIMIT_BYTES) {
            throw new IOException(file + " is longer than " + LIMIT_BYTES + " bytes");
        }
        return Files.readString(file).lines().findFirst().orElse("");
    }
}
