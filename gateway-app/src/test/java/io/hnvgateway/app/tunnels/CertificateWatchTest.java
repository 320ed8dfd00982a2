package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.KeyStores;
import io.hnvgateway.ipsec.certificate.CertificateFaultException;
import io.hnvgateway.ipsec.certificate.CertificateImport;
import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {
    private static final int DAYS = 40;

    @TempDir private Path temporary;

    private final List<String> told = new ArrayList<>();
    private final CertificateWatch watch =
            new CertificateWatch((name, warning) -> told.add(name + ": " + warning));
    private final Instant now = Instant.now();

    private ConnectionCertificate certificate(String subject)
            throws IOException, CertificateFaultException {
        Path store = KeyStores.make(temporary.resolve(subject), "CN=" + subject, DAYS);
        return CertificateImport.pkcs12(
                Files.readAllBytes(store),
                KeyStores.PASSPHRASE.toCharArray(),
                Files.readString(KeyStores.certificate(store)),
                Instant.now());
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }

    @Test
    void tellsOnceADayOfWhatEndsSoon() throws IOException, CertificateFaultException {
        Map<String, ConnectionCertificate> held = Map.of("office", certificate("one"));
        watch.look(held, now);
        assertThat(told).as("it lasts long enough").isEmpty();
        Instant soon = now.plus(days(DAYS - 10));
        watch.look(held, soon);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).startsWith("office: the certificate of CN=one ends on ");
        watch.look(held, soon.plus(Duration.ofHours(23)));
        assertThat(told).hasSize(1);
        watch.look(held, soon.plus(days(1)));
        assertThat(told).hasSize(2);
        watch.look(held, now.plus(days(DAYS + 1)));
        assertThat(told.getLast()).contains(" ended on ");
    }

    @Test
    void anotherCertificateIsToldOfAtOnce() throws IOException, CertificateFaultException {
        Instant soon = now.plus(days(DAYS - 10));
        watch.look(Map.of("office", certificate("one")), soon);
        watch.look(Map.of("office", certificate("two")), soon);
        assertThat(told).hasSize(2);
        assertThat(told.getLast()).contains("CN=two");
    }
}
