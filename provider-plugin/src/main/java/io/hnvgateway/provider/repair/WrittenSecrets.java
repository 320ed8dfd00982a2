package io.hnvgateway.provider.repair;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.TopLevelResource;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Which secrets a process wrote, as digests under a key that nobody keeps, with the etag that the
/// resource had then: as long as it has it, its secrets are those. Any thread.
public final class WrittenSecrets {
    private final SecretKeySpec key;
    private final Map<ResourceReference, Written> written = new ConcurrentHashMap<>();

    private record Written(String etag, String digest) {}

    /// What is known of a resource's secrets at the gateway.
    public enum Knowledge {
        /// It has none, or those that are desired.
        ALIKE,
        /// It has others.
        DIFFERENT,
        /// Others wrote it, or an earlier process.
        UNKNOWN
    }

    public WrittenSecrets() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, "HmacSHA256");
    }

    /// Notes what the gateway has from now on.
    ///
    /// @param etag that it has with these secrets
    public void note(ResourceReference reference, TopLevelResource resource, String etag) {
        String digest = digest(resource);
        if (digest.isEmpty() || etag.isEmpty()) {
            written.remove(reference);
        } else {
            written.put(reference, new Written(etag, digest));
        }
    }

    public void forget(ResourceReference reference) {
        written.remove(reference);
    }

    /// @param desired its secrets that are null are alike whatever they are
    /// @param etag that it has now
    public Knowledge compare(ResourceReference reference, TopLevelResource desired, String etag) {
        String digest = digest(desired);
        if (digest.isEmpty()) {
            return Knowledge.ALIKE;
        }
        Written known = written.get(reference);
        if (known == null || !known.etag.equals(etag)) {
            return Knowledge.UNKNOWN;
        }
        return known.digest.equals(digest) ? Knowledge.ALIKE : Knowledge.DIFFERENT;
    }

    /// Whether it holds a secret.
    public boolean isSecretive(TopLevelResource resource) {
        return !digest(resource).isEmpty();
    }

    /// Of all secrets of the resource and their places; empty: there is none.
    private String digest(TopLevelResource resource) {
        if (resource instanceof VirtualNetwork) {
            return ""; // many, large, and without secrets
        }
        Digest digest = new Digest(key);
        DesiredStateWriter.properties(resource, digest);
        return digest.text();
    }

    /// Takes what would be sealed.
    private static final class Digest implements SecretSeal {
        private final Mac mac;
        private boolean any;

        Digest(SecretKeySpec key) {
            try {
                mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e); // every JDK has it
            }
        }

        @Override
        public String seal(SecretText secret, String place) {
            any = true;
            byte[] text = secret.reveal().getBytes(UTF_8);
            mac.update((place + " " + text.length + " ").getBytes(UTF_8));
            mac.update(text);
            return "";
        }

        @Override
        public SecretText open(String sealed, String place) {
            throw new InvalidValueException("cannot be opened");
        }

        String text() {
            return any ? HexFormat.of().formatHex(mac.doFinal()) : "";
        }
    }
}
