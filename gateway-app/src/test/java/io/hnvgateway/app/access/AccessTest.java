package io.hnvgateway.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.ControlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private static final Source HERE = new Source("192.0.2.1");
    private static final Source ELSEWHERE = new Source("192.0.2.2");

    @TempDir private Path directory;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Access access;

    @BeforeEach
    void open() throws Exception {
        access = reopened();
    }

    private Access reopened() throws IOException, GeneralSecurityException {
        return Access.open(
                directory,
                "test",
                AuditLog.open(directory),
                () -> now,
                () -> Duration.between(Instant.EPOCH, now).toNanos());
    }

    private String token(String name, Role role, Set<UUID> domains, Duration life)
            throws AccessException, IOException {
        return access.credentials()
                .addToken(new Credentials.Grant(name, role, domains, now.plus(life)), now);
    }

    private Admission admit(Source source, String token) {
        return access.admit(source, "Bearer " + token, null);
    }

    private String audit() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve("audit"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Test
    void aTokenLastsUntilItExpiresAndOverRestarts() throws Exception {
        UUID domain = new UUID(1, 2);
        String token = token("r", Role.TENANT_READER, Set.of(domain), Duration.ofDays(1));
        access = reopened();
        assertThat(admit(HERE, token))
                .isEqualTo(
                        new Admission.Admitted(
                                new Caller("r", Role.TENANT_READER, Set.of(domain))));
        now = now.plus(Duration.ofDays(1));
        assertThat(admit(HERE, token)).isInstanceOf(Admission.Unknown.class);
    }

    @Test
    void noTokenStandsInAnyFile() throws Exception {
        String token = token("a", Role.ADMINISTRATOR, Set.of(), Duration.ofDays(1));
        admit(HERE, token);
        admit(HERE, token + "x");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(token.substring(6));
                assertThat(Files.getPosixFilePermissions(file))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Test
    void whoGuessesWaitsLongerEachTimeAndNobodyElse() throws Exception {
        String token = token("a", Role.ADMINISTRATOR, Set.of(), Duration.ofDays(9));
        for (int i = 0; i <= FailedLogins.FREE; i++) {
            assertThat(admit(HERE, "hnvgw_no")).isInstanceOf(Admission.Unknown.class);
        }
        assertThat(admit(HERE, token)).isEqualTo(new Admission.Later(1));
        assertThat(admit(ELSEWHERE, token)).isInstanceOf(Admission.Admitted.class);
        now = now.plusSeconds(1);
        admit(HERE, "hnvgw_no");
        assertThat(admit(HERE, "hnvgw_no")).isEqualTo(new Admission.Later(2));
        now = now.plusSeconds(2);
        assertThat(admit(HERE, token)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void remembersOnlySoManySources() {
        FailedLogins failures = new FailedLogins();
        for (int i = 0; i < FailedLogins.MOST_SOURCES + 10; i++) {
            failures.failed(new Source("s" + i), i);
        }
        assertThat(failures.size()).isEqualTo(FailedLogins.MOST_SOURCES);
    }

    @Test
    void aCallerHasARate() {
        RequestRates rates = new RequestRates(10, 20);
        for (int i = 0; i < 20; i++) {
            assertThat(rates.take("a", 0)).isTrue();
        }
        assertThat(rates.take("a", 0)).isFalse();
        assertThat(rates.take("b", 0)).isTrue();
        assertThat(rates.take("a", 100_000_000)).isTrue();
        assertThat(rates.take("a", 100_000_000)).isFalse();
    }

    @Test
    void failedLoginsAreToldButNotAllOfThem() throws Exception {
        for (int i = 0; i < 200; i++) {
            access.admit(new Source("s" + i), "Bearer guess" + i, null);
        }
        assertThat(audit().lines()).hasSize(20).allMatch(line -> line.contains("failed-login"));
        assertThat(audit()).doesNotContain("guess");
        now = now.plusSeconds(60);
        access.admit(HERE, "Bearer guess", null);
        assertThat(audit()).contains("\"furtherSince\":180");
    }

    @Test
    void theControlSocketChangesWhoIsKnown() throws Exception {
        AccessRequests requests = new AccessRequests(access, access.tls(Set.of("127.0.0.1"), null));
        String token =
                requests.answer(request("add-token").put("role", "operator"))
                        .path("token")
                        .asText();
        assertThat(admit(HERE, token)).isInstanceOf(Admission.Admitted.class);
        assertThat(requests.answer(request("list")).toString())
                .contains("\"alice\"")
                .doesNotContain(token);
        assertThatThrownBy(() -> requests.answer(request("add-token").put("role", "operator")))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("name: 'alice' is taken");
        assertThatThrownBy(() -> requests.answer(request("add-token").put("role", "king")))
                .hasMessageContaining("must be one of administrator");
        assertThatThrownBy(() -> requests.answer(request("add-token").put("role", "tenant-reader")))
                .hasMessageContaining("rdid: is missing");
        requests.answer(request("remove"));
        assertThat(admit(HERE, token)).isInstanceOf(Admission.Unknown.class);
        assertThat(audit())
                .contains("\"action\":\"add-token\",\"name\":\"alice\"")
                .contains("\"action\":\"remove\",\"name\":\"alice\"")
                .doesNotContain(token);
    }

    private static ObjectNode request(String action) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("action", action)
                .put("name", "alice")
                .put("days", 1);
    }

    @Test
    void whomTheAuditLogCannotNameIsNotLetIn() throws Exception {
        AccessRequests requests = new AccessRequests(access, access.tls(Set.of("127.0.0.1"), null));
        Files.delete(directory.resolve("audit"));
        JsonNode wish =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("action", "add-token")
                        .put("name", "alice")
                        .put("role", "administrator")
                        .put("days", 1);
        assertThatThrownBy(() -> requests.answer(wish)).hasMessageContaining("nothing was changed");
        assertThat(access.credentials().all()).isEmpty();
    }

    @Test
    void damagedFilesLetNobodyIn() throws Exception {
        Files.writeString(
                directory.resolve("management/access.json"), "{", StandardOpenOption.CREATE);
        Files.setPosixFilePermissions(
                directory.resolve("management/access.json"),
                PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(this::reopened)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(
                directory.resolve("management/authority-key.pem"),
                PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(this::reopened).hasMessageContaining("chmod 600");
    }

    @Test
    void theServersCertificateIsRenewedInTimeAndTheAuthorityStays() throws Exception {
        EndpointTls tls = access.tls(Set.of("127.0.0.1", "gw.example"), null);
        KeyAndChain first = tls.server().current();
        String authority = tls.server().lastingFingerprint();
        first.check();
        assertThat(first.chain()).hasSize(2);
        now = now.plus(OwnCertificate.LIFE).minus(OwnCertificate.RENEWAL).minusSeconds(60);
        tls.refresh();
        assertThat(tls.server().current()).isEqualTo(first);
        now = now.plusSeconds(120);
        tls.refresh();
        assertThat(tls.server().current().fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(tls.server().lastingFingerprint()).isEqualTo(authority);
        EndpointTls later = reopened().tls(Set.of("127.0.0.1", "gw.example"), null);
        assertThat(later.server().current().fingerprint())
                .isEqualTo(tls.server().current().fingerprint());
        EndpointTls renamed = reopened().tls(Set.of("2001:db8::1"), null);
        assertThat(renamed.server().current().fingerprint())
                .isNotEqualTo(tls.server().current().fingerprint());
    }

    @Test
    void aCertificateOfAClockThatWasAheadIsMadeAnew() throws Exception {
        EndpointTls tls = access.tls(Set.of("127.0.0.1"), null);
        now = now.plus(Duration.ofDays(380));
        tls.refresh();
        KeyAndChain ahead = tls.server().current();
        now = now.minus(Duration.ofDays(380));
        tls.refresh();
        assertThat(tls.server().current().fingerprint()).isNotEqualTo(ahead.fingerprint());
        tls.server().current().certificate().checkValidity(Date.from(now));
    }

    @Test
    void aGivenCertificateMustFitItsKeyAndIsReadAgain() throws Exception {
        access.tls(Set.of("127.0.0.1"), null);
        Path certificate = directory.resolve("management/server.pem");
        Path key = directory.resolve("management/server-key.pem");
        EndpointTls given = access.tls(certificate, key, null);
        String first = given.server().current().fingerprint();
        assertThatThrownBy(() ->
                        access.tls(
                                certificate,
                                directory.resolve("management/authority-key.pem"),
                                null))
                .hasMessageContaining("not that of the certificate");
        assertThatThrownBy(() ->
                        access.tls(
                                directory.resolve("management/authority.pem"),
                                directory.resolve("management/authority-key.pem"),
                                null))
                .hasMessageContaining("an authority's");
        now = now.plus(OwnCertificate.LIFE).minus(Duration.ofDays(1));
        access.tls(Set.of("127.0.0.1"), null); // writes both files anew
        given.refresh();
        assertThat(given.server().current().fingerprint()).isNotEqualTo(first);
        now = now.plus(Duration.ofDays(1000));
        assertThatThrownBy(() -> access.tls(certificate, key, null))
                .hasMessageContaining("not now");
    }
}
