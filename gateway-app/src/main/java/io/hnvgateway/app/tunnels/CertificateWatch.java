package io.hnvgateway.app.tunnels;

import io.hnvgateway.ipsec.certificate.CertificateImport;
import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Tells of connections' certificates that end soon or have ended: once a day each, and at once of
/// others in their place. Owner: the conductor.
final class CertificateWatch {
    private static final Duration AGAIN = Duration.ofDays(1);

    private final BiConsumer<String, String> tell;
    private Map<String, Told> told = new HashMap<>();

    private record Told(ConnectionCertificate of, Instant at) {}

    /// @param tell gets the connection's name and what to know
    CertificateWatch(BiConsumer<String, String> tell) {
        this.tell = tell;
    }

    /// @param held all certificates in force, by the connection's name
    void look(Map<String, ConnectionCertificate> held, Instant now) {
        Map<String, Told> still = new HashMap<>();
        held.forEach((name, certificate) ->
                CertificateImport.warning(certificate, now)
                        .ifPresent(warning -> {
                            Told before = told.get(name);
                            if (before != null
                                    && before.of.equals(certificate)
                                    && now.isBefore(before.at.plus(AGAIN))) {
                                still.put(name, before);
                            } else {
                                tell.accept(name, warning);
                                still.put(name, new Told(certificate, now));
                            }
                        }));
        told = still;
    }
}
