package io.hnvgateway.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @TempDir private Path directory;

    private AuditLog open(long fileBytes) throws IOException {
        return AuditLog.open(directory, () -> Instant.EPOCH, fileBytes);
    }

    private static AuditLog.Request request(int status, String... changes) {
        return new AuditLog.Request(
                "alice",
                "administrator",
                "192.0.2.1",
                "id-1",
                "PUT",
                "/networking/v1/virtualNetworks/a",
                status,
                7,
                List.of(changes));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("audit"))) {
            return all.sorted().toList();
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    @Test
    void aLineSaysWhoWantedWhatAndWhatCameOfIt() throws IOException {
        try (AuditLog log = open(1 << 20)) {
            log.request(request(200, "~ virtualNetworks[a].x: 1 -> 2"));
            log.request(request(403));
        }
        assertThat(lines())
                .containsExactly(
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"event\":\"change\",\"who\":\"alice\",\"from\":\"192.0.2.1\","
                                + "\"role\":\"administrator\",\"requestId\":\"id-1\",\"method\":\"PUT\","
                                + "\"resource\":\"/networking/v1/virtualNetworks/a\",\"outcome\":\"accepted\",\"status\":200,"
                                + "\"version\":7,\"changes\":[\"~ virtualNetworks[a].x: 1 -> 2\"]}",
                        "{\"time\":\"1970-01-01T00:00:00Z\",\"event\":\"change\",\"who\":\"alice\",\"from\":\"192.0.2.1\","
                                + "\"role\":\"administrator\",\"requestId\":\"id-1\",\"method\":\"PUT\","
                                + "\"resource\":\"/networking/v1/virtualNetworks/a\",\"outcome\":\"refused\",\"status\":403,"
                                + "\"version\":7,\"changes\":[]}");
        assertThat(Files.getPosixFilePermissions(files().getFirst()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aChangeOfManySaysHowManyMoreThereAre() throws IOException {
        try (AuditLog log = open(1 << 20)) {
            log.request(request(200, Collections.nCopies(5000, "+ x").toArray(String[]::new)));
        }
        assertThat(lines().getFirst()).hasSizeLessThan(200_000).contains("\"furtherChanges\":4000");
    }

    @Test
    void forgetsTheOldestFileAndSaysSo() throws IOException {
        try (AuditLog log = open(100)) {
            for (int i = 0; i < AuditLog.MOST_FILES + 3; i++) {
                log.request(request(200));
            }
        }
        assertThat(files()).hasSize(AuditLog.MOST_FILES);
        assertThat(lines())
                .anyMatch(line ->
                        line.contains("\"event\":\"forgotten\"")
                                && line.contains("audit-0000000001.jsonl"));
    }

    @Test
    void goesOnInTheFileOfTheProcessBefore() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (AuditLog log = open(1 << 20)) {
                log.request(request(200));
            }
        }
        assertThat(files()).hasSize(1);
        assertThat(lines()).hasSize(3);
    }

    @Test
    void leavesHalfALineAlone() throws IOException {
        try (AuditLog log = open(1 << 20)) {
            log.request(request(200));
        }
        Files.writeString(files().getFirst(), "{\"time", StandardOpenOption.APPEND);
        try (AuditLog log = open(1 << 20)) {
            log.request(request(200));
        }
        assertThat(files()).hasSize(2);
        assertThat(Files.readAllLines(files().getLast())).hasSize(1);
    }

    @Test
    void nothingIsAllowedWhileItCannotBeWritten() throws IOException {
        AuditLog log = open(1 << 20);
        log.allow();
        Files.delete(directory.resolve("audit"));
        assertThatThrownBy(() -> log.request(request(200))).isInstanceOf(IOException.class);
        assertThatThrownBy(log::allow).isInstanceOf(IOException.class);
        Files.createDirectory(directory.resolve("audit"));
        log.allow();
        log.request(request(200));
        log.close();
        assertThat(lines()).hasSize(2).first().asString().contains("\"event\":\"resumed\"");
    }
}
