package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.control.ControlBackend;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.control.Topic;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What is looked at beside threads.
final class HealthChecks {
    /// Less than this, and what is to be stored soon is not.
    static final long LEAST_DISK_BYTES = 64L << 20;

    private HealthChecks() {}

    /// Frames can come and go.
    static HealthCheck dataPath(Set<String> devices) {
        return HealthCheck.of(
                "data-path",
                () -> {
                    for (String device : devices) {
                        NetworkInterface found = NetworkInterface.getByName(device);
                        if (found == null) {
                            return device + ": there is no such interface";
                        }
                        if (!found.isUp()) {
                            return device + ": is down, or has no carrier: ip link show " + device;
                        }
                    }
                    return "";
                });
    }

    /// charon answers, if any connection needs it.
    static HealthCheck charon(ControlBackend view) {
        return HealthCheck.of(
                "charon",
                () -> {
                    long without =
                            rows(view, Topic.TUNNELS, Rows.Tunnel.class).stream()
                                    .filter(row -> row.state().equals("no-charon"))
                                    .count();
                    return without == 0
                            ? ""
                            : "%d IPSec connections have no charon: is it running, with the plugin kernel-hnv?"
                                    .formatted(without);
                });
    }

    /// The speakers answer, if there is any peer.
    static HealthCheck speakers(ControlBackend view) {
        return HealthCheck.of(
                "speakers",
                () -> {
                    long unknown =
                            rows(view, Topic.BGP, Rows.BgpPeer.class).stream()
                                    .filter(row -> row.state().equals("unknown"))
                                    .count();
                    return unknown == 0
                            ? ""
                            : "the speaker of %d BGP peers does not answer: the log says why (event=bgp-…)"
                                    .formatted(unknown);
                });
    }

    private static <T> List<T> rows(ControlBackend view, Topic topic, Class<T> type)
            throws ControlException {
        return view.show(topic, null).stream().map(type::cast).toList();
    }

    /// What is written there becomes durable.
    static HealthCheck store(Path directory) {
        Path probe = directory.resolve("health-probe");
        return HealthCheck.of(
                "store",
                () -> {
                    try (FileChannel file =
                            FileChannel.open(
                                    probe,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.TRUNCATE_EXISTING,
                                    StandardOpenOption.WRITE)) {
                        file.write(ByteBuffer.wrap(new byte[] {1}));
                        file.force(true);
                        return "";
                    } catch (IOException e) {
                        return directory + " cannot be written: " + e;
                    } finally {
                        Files.deleteIfExists(probe);
                    }
                });
    }

    /// The clock follows a time source, where the connection string says that there is one.
    static HealthCheck clock(List<String> servers, BooleanSupplier synchronised) {
        return HealthCheck.of(
                "clock",
                () ->
                        servers.isEmpty() || synchronised.getAsBoolean()
                                ? ""
                                : "the host's clock follows no time source; TimeServer says "
                                        + String.join(", ", servers)
                                        + ": is chronyd or systemd-timesyncd running?");
    }

    static HealthCheck disk(Path directory) {
        return disk(directory, LEAST_DISK_BYTES);
    }

    static HealthCheck disk(Path directory, long leastBytes) {
        return HealthCheck.of(
                "disk",
                () -> {
                    long free = Files.getFileStore(directory).getUsableSpace();
                    return free >= leastBytes
                            ? ""
                            : "%s has %d MiB left, and needs %d"
                                    .formatted(directory, free >> 20, leastBytes >> 20);
                });
    }
}
