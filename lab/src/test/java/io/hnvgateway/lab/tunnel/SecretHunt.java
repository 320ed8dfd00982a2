package io.hnvgateway.lab.tunnel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Looks for secrets in the forms that they might be told in.
final class SecretHunt {
    /// Of a private key, this much in one piece is as good as all.
    private static final int PIECE_BYTES = 24;

    private final Set<String> forms = new HashSet<>();

    /// As text, in hexadecimal and in Base64.
    SecretHunt psk(String secret) {
        forms.add(secret);
        bytes(secret.getBytes(UTF_8));
        return this;
    }

    private void bytes(byte[] secret) {
        forms.add(new String(secret, ISO_8859_1));
        forms.add(HexFormat.of().formatHex(secret));
        forms.add(HexFormat.of().withUpperCase().formatHex(secret));
        forms.add(HexFormat.ofDelimiter(" ").withUpperCase().formatHex(secret));
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(secret));
    }

    /// A private key in PEM: its lines, and pieces of what they stand for.
    SecretHunt privateKey(String pem) {
        List<String> lines = pem.lines().filter(line -> !line.startsWith("-----")).toList();
        forms.addAll(lines.subList(1, lines.size() - 1));
        byte[] der = Base64.getDecoder().decode(String.join("", lines));
        byte[] piece = new byte[PIECE_BYTES];
        System.arraycopy(der, der.length / 3, piece, 0, PIECE_BYTES);
        bytes(piece);
        return this;
    }

    boolean isIn(String text) {
        return forms.stream().anyMatch(text::contains);
    }

    private boolean isIn(Path file) {
        try {
            return isIn(new String(Files.readAllBytes(file), ISO_8859_1));
        } catch (IOException e) {
            return false; // gone meanwhile
        }
    }

    /// Files below a folder that show a secret.
    Set<Path> files(Path folder) {
        Set<Path> found = new TreeSet<>();
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                            if (is.isRegularFile() && isIn(file)) {
                                found.add(folder.relativize(file));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /// Command lines and environments of all processes that show a secret.
    List<Path> processes() {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .flatMap(entry -> Stream.of(entry.resolve("cmdline"), entry.resolve("environ")))
                    .filter(this::isIn)
                    .forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
