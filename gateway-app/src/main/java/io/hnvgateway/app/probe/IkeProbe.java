package io.hnvgateway.app.probe;

import io.hnvgateway.ipsec.vici.ViciClient;
import io.hnvgateway.ipsec.vici.ViciConnection;
import io.hnvgateway.ipsec.vici.ViciException;
import io.hnvgateway.ipsec.vici.ViciSection;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.resource.IpSecConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Whether charon answers: asked for its version over VICI, on a connection of its own.
record IkeProbe(ProbedGateway gateway) {
    static final String NAME = "ike-daemon";
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    /// @param hosts of no meaning here
    List<ProbeResult> results(List<IpAddress> hosts) {
        Path socket = gateway.connection().viciSocket();
        boolean wanted =
                gateway.core().compiler().connections().stream()
                        .anyMatch(c -> c.source().transport() instanceof IpSecConnection);
        if (!wanted && !Files.exists(socket)) {
            return List.of(none());
        }
        try (ViciClient client = new ViciClient(socket);
                ViciConnection charon = client.open()) {
            ViciSection version = charon.call("version", ViciSection.EMPTY, ANSWER_LIMIT);
            return List.of(
                    ProbeResult.passed(
                            NAME,
                            socket.toString(),
                            version.text("daemon") + " " + version.text("version") + " answers"));
        } catch (ViciException fault) {
            if (!wanted) {
                return List.of(none());
            }
            return List.of(
                    ProbeResult.failed(
                            NAME,
                            socket.toString(),
                            "charon does not answer (%s): is its service started?"
                                    .formatted(fault.getMessage())));
        }
    }

    private static ProbeResult none() {
        return ProbeResult.skipped(
                NAME, "", "no IPSec connection is configured, and charon does not answer");
    }
}
