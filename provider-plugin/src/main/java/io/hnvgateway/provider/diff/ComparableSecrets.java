package io.hnvgateway.provider.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Secrets as texts that differ where they differ, under a key that nobody keeps: a difference can
/// say that a secret changed, and nothing else about it.
final class ComparableSecrets implements SecretSeal {
    private static final int SHOWN_BYTES = 8;

    private final Mac mac;

    ComparableSecrets() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    @Override
    public String seal(SecretText secret, String place) {
        byte[] digest = mac.doFinal(secret.reveal().getBytes(UTF_8));
        return "secret " + HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
    }

    @Override
    public SecretText open(String sealed, String place) {
        throw new InvalidValueException("cannot be opened");
    }
}
