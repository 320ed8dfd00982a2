package io.hnvgateway.app.backup;

import io.hnvgateway.provider.json.SecretSeal;
import io.hnvgateway.provider.value.SecretText;

/// Secrets as they are: for what is sealed as a whole and in memory only until then.
final class PlainSecrets implements SecretSeal {
    @Override
    public String seal(SecretText secret, String place) {
        return secret.reveal();
    }

    @Override
    public SecretText open(String plain, String place) {
        return SecretText.of(plain);
    }
}
