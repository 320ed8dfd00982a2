package io.hnvgateway.app.ctl;

import io.hnvgateway.app.control.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Whether frames were forwarded when an update was asked for: what comes then has to forward some
/// too before it is trusted.
final class BeforeUpdate {
    private static final String FORWARDING = "forwarding";
    private static final int LOOK_MS = 2000;

    private BeforeUpdate() {}

    /// Looks twice at the counters of the gateway that runs; one that does not answer forwards
    /// nothing.
    static void note(Appliance appliance, Path socket) throws IOException, InterruptedException {
        boolean forwarding = false;
        try {
            long first = forwarded(socket);
            for (int waited = 0; !forwarding && waited < LOOK_MS; waited += 100) {
                Thread.sleep(100);
                forwarding = forwarded(socket) > first;
            }
        } catch (UnreachableException | RefusedException e) {
            forwarding = false;
        }
        Files.createDirectories(appliance.memory());
        KeyValues.write(
                appliance.memory().resolve("before"),
                Map.of(FORWARDING, forwarding ? "yes" : "no"));
    }

    static boolean wasForwarding(Appliance appliance) throws IOException {
        return "yes".equals(KeyValues.read(appliance.memory().resolve("before")).get(FORWARDING));
    }

    /// Frames of all compartments, by whatever executor.
    static long forwarded(Path socket) throws IOException, UnreachableException, RefusedException {
        long sum = 0;
        try (Connection connection = Connection.open(socket)) {
            for (var row : connection.show(Topic.COMPARTMENTS)) {
                sum += row.path("forwarded").asLong();
            }
        }
        return sum;
    }
}
