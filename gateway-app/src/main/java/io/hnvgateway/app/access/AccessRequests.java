package io.hnvgateway.app.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.ControlException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/// `access` on the control socket: who may ask the management API. What changes holds at once and
/// over restarts.
///
/// ```
///   {"request":"access","action":"list"}
///   {"request":"access","action":"fingerprint"}
///   {"request":"access","action":"add-token","name":…,"role":…,"routingDomains":[…],"days":90}
///   {"request":"access","action":"add-certificate",…,"fingerprint":…}
///   {"request":"access","action":"client",…,"publicKey":…}      → the certificate of that key
///   {"request":"access","action":"remove","name":…}
/// ```
public final class AccessRequests {
    private static final String LOCAL = "local";
    private static final int MOST_DAYS = 3650;

    private final Access access;
    private final EndpointTls tls;

    public AccessRequests(Access access, EndpointTls tls) {
        this.access = access;
        this.tls = tls;
    }

    public JsonNode answer(JsonNode request) throws ControlException {
        String action = request.path("action").asText();
        try {
            return switch (action) {
                case "list" -> list();
                case "fingerprint" -> fingerprint();
                case "add-token" -> addToken(grant(request));
                case "add-certificate" -> addCertificate(grant(request), request);
                case "client" -> client(grant(request), request);
                case "remove" -> remove(request.path("name").asText());
                default ->
                        throw new ControlException(
                                "action: must be one of list, fingerprint, add-token,"
                                        + " add-certificate, client, remove");
            };
        } catch (AccessException | IllegalArgumentException | DateTimeException e) {
            throw new ControlException(String.valueOf(e.getMessage()));
        } catch (GeneralSecurityException e) {
            throw new ControlException("publicKey: cannot be used: " + e.getMessage());
        } catch (IOException e) {
            throw new ControlException("StateDirectory: nothing was changed: " + e.getMessage());
        }
    }

    private Credentials.Grant grant(JsonNode request) {
        Set<UUID> domains = new HashSet<>();
        for (JsonNode id : request.path("routingDomains")) {
            domains.add(domain(id.asText()));
        }
        int days = request.path("days").asInt();
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("days: must be 1.." + MOST_DAYS);
        }
        return new Credentials.Grant(
                request.path("name").asText(),
                Role.parse(request.path("role").asText()),
                domains,
                access.clock().instant().plus(Duration.ofDays(days)));
    }

    private static UUID domain(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rdid: '" + text + "': must be a GUID", e);
        }
    }

    private JsonNode list() {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        Instant now = access.clock().instant();
        for (Credential credential : access.credentials().all()) {
            ObjectNode row = rows.addObject();
            row.put("name", credential.name());
            row.put("kind", credential.kind().label());
            row.put("role", credential.role().label());
            row.put(
                    "routingDomains",
                    String.join(
                            ",",
                            credential.routingDomains().stream()
                                    .map(UUID::toString)
                                    .sorted()
                                    .toList()));
            row.put("created", credential.created().toString());
            row.put("expires", credential.expires().toString());
            row.put("valid", credential.isValidAt(now));
        }
        return rows;
    }

    private JsonNode fingerprint() {
        X509Certificate shown = tls.server().current().certificate();
        return JsonNodeFactory.instance
                .objectNode()
                .put("fingerprint", tls.server().lastingFingerprint())
                .put("certificate", KeyAndChain.fingerprint(shown))
                .put("until", shown.getNotAfter().toInstant().toString());
    }

    private JsonNode addToken(Credentials.Grant grant) throws AccessException, IOException {
        access.audit().allow();
        String token = access.credentials().addToken(grant, access.clock().instant());
        tell("add-token", grant);
        return told(grant).put("token", token);
    }

    private JsonNode addCertificate(Credentials.Grant grant, JsonNode request)
            throws AccessException, IOException {
        String sha256 =
                request.path("fingerprint").asText().replace(":", "").toLowerCase(Locale.ROOT);
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new AccessException("fingerprint: must be 64 hexadecimal digits (SHA-256)");
        }
        access.audit().allow();
        access.credentials().addCertificate(grant, sha256, access.clock().instant());
        tell("add-certificate", grant);
        return told(grant).put("fingerprint", sha256);
    }

    /// The private key stays with whoever asks.
    private JsonNode client(Credentials.Grant grant, JsonNode request)
            throws AccessException, IOException, GeneralSecurityException {
        byte[] encoded = Base64.getDecoder().decode(request.path("publicKey").asText());
        PublicKey key =
                KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        Instant now = access.clock().instant();
        List<X509Certificate> chain =
                access.authority().client(grant.name(), key, now, grant.until());
        String sha256 = KeyAndChain.fingerprint(chain.getFirst());
        access.audit().allow();
        access.credentials().addCertificate(grant, sha256, now);
        tell("client-certificate", grant);
        return told(grant)
                .put("fingerprint", sha256)
                .put("certificate", new String(CertificateFiles.pem(chain), US_ASCII));
    }

    /// What cannot be told is taken back: nobody knows of it yet.
    private void tell(String action, Credentials.Grant grant) throws IOException {
        try {
            access.audit().access(LOCAL, action, grant);
        } catch (IOException e) {
            access.credentials().remove(grant.name());
            throw e;
        }
    }

    private static ObjectNode told(Credentials.Grant grant) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", grant.name())
                .put("role", grant.role().label())
                .put("expires", grant.until().toString());
    }

    private JsonNode remove(String name) throws IOException, AccessException {
        access.audit().allow();
        boolean removed = access.credentials().remove(name);
        if (!removed) {
            throw new AccessException("name: '" + name + "': there is none of this name");
        }
        access.audit().removed(LOCAL, name);
        return JsonNodeFactory.instance.objectNode().put("removed", name);
    }
}
