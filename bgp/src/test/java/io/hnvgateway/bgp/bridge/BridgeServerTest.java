package io.hnvgateway.bgp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who reaches a bridge; users come by processes of theirs.
@Timeout(60)
class BridgeServerTest {
    private static final int GATEWAY = 61_234;
    private static final int STRANGER = 61_235;

    /// Says hello in HTTP/2 and prints how many bytes come back.
    private static final String CLIENT =
            """
            import socket, sys
            s = socket.socket(socket.AF_UNIX)
            try:
                s.connect(sys.argv[1])
                s.send(b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\\0\\0\\0\\4\\0\\0\\0\\0\\0')
                print('heard' if s.recv(1) else 'ended')
            except OSError as fault:
                print(type(fault).__name__)
            """;

    @TempDir private Path directory;
    private Path ofGateway;

    @BeforeEach
    void directories() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root is other users");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        ofGateway = Files.createDirectory(directory.resolve("of-gateway"));
        Files.setAttribute(ofGateway, "unix:uid", GATEWAY);
    }

    @Test
    void theGatewaysUserIsHeardAndAStrangerIsNot() throws Exception {
        Path socket = directory.resolve("bridge.sock");
        Server server = start(socket, ofGateway);
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            assertThat(connect(GATEWAY, socket)).isEqualTo("heard");
            assertThat(connect(STRANGER, socket))
                    .isIn("ended", "ConnectionResetError", "BrokenPipeError");
        } finally {
            server.shutdownNow().awaitTermination();
        }
    }

    @Test
    void withoutAGatewaysUserTheFileKeepsAllOthersOut() throws Exception {
        Path socket = directory.resolve("bridge.sock");
        Server server = start(socket, null);
        try {
            assertThat(connect(GATEWAY, socket)).isEqualTo("PermissionError");
            assertThat(connect(0, socket)).isEqualTo("heard");
        } finally {
            server.shutdownNow().awaitTermination();
        }
    }

    private static Server start(Path socket, @Nullable Path ofGateway) throws IOException {
        return BridgeServer.start(
                socket,
                Runnable::run,
                () -> {
                    throw new IllegalStateException("nobody speaks");
                },
                ofGateway);
    }

    /// As a member of the group of the socket.
    private String connect(int user, Path socket) throws Exception {
        String id = Integer.toString(user);
        Process process =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid",
                                id,
                                "--regid",
                                id,
                                "--groups",
                                "0",
                                "/usr/bin/python3",
                                "-c",
                                CLIENT,
                                socket.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }
}
