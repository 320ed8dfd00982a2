package io.hnvgateway.ipsec.vici;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A charon of its own in a network namespace, with a private configuration and socket.
public final class CharonProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final String PLUGINS =
            "random nonce openssl pem pkcs1 pkcs8 x509 pubkey revocation constraints kdf"
                    + " kernel-libipsec kernel-netlink socket-default vici counters";

    private final Path directory;
    private final String namespace;
    private final String settings;
    private Process process;

    /// @param directory empty; nobody else's
    /// @param settings further lines of the section `charon-systemd`
    public CharonProcess(Path directory, String namespace, String settings)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.namespace = namespace;
        this.settings = settings;
        this.process = start();
    }

    private Process start() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Files.deleteIfExists(socket());
        Path conf = directory.resolve("strongswan.conf");
        Files.writeString(
                conf,
                """
                charon-systemd {
                  load = %s
                  journal { default = -1 }
                  filelog { log { path = %s
                      default = 1
                      flush_line = yes } }
                  plugins { vici { socket = unix://%s } }
                  %s
                }
                """
                        .formatted(PLUGINS, log(), socket(), settings));
        ProcessBuilder builder =
                new ProcessBuilder("ip", "netns", "exec", namespace, "/usr/sbin/charon-systemd")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("out").toFile());
        builder.environment().put("STRONGSWAN_CONF", conf.toString());
        builder.environment().remove("NOTIFY_SOCKET");
        Process started = builder.start();
        try {
            awaitSocket(started);
        } catch (IOException | InterruptedException e) {
            started.destroyForcibly();
            throw e;
        }
        return started;
    }

    private void awaitSocket(Process started) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (ViciClient client = new ViciClient(socket())) {
                client.open().close();
                return;
            } catch (ViciException e) {
                if (!started.isAlive() || System.nanoTime() - deadline > 0) {
                    throw new IOException("charon does not start:\n" + output(), e);
                }
                Thread.sleep(20);
            }
        }
    }

    public Path socket() {
        return directory.resolve("vici.sock");
    }

    public Path log() {
        return directory.resolve("charon.log");
    }

    /// What it wrote and logged.
    public String output() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : List.of(directory.resolve("out"), log())) {
            text.append(Files.exists(file) ? Files.readString(file) : "");
        }
        return text.toString();
    }

    /// Ends it without a word to its peers.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void restart() throws IOException, InterruptedException {
        kill();
        process = start();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
