package io.hnvgateway.provider.client;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.value.SecretText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// Credentials as a connection uses them.
///
/// @param keys for mutual TLS; empty: none
record OpenedCredentials(Optional<SecretText> bearer, List<KeyManager> keys) {
    /// RFC 6750 §2.1.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,1024}=*");

    static OpenedCredentials open(GatewayCredentials credentials) throws FaultsException {
        try {
            return switch (credentials.identity()) {
                case GatewayCredentials.Token token ->
                        new OpenedCredentials(Optional.of(token(token.secret())), List.of());
                case GatewayCredentials.Certificate own ->
                        new OpenedCredentials(Optional.empty(), keys(own));
            };
        } catch (NoSuchFileException e) {
            throw fault(e.getFile() + " does not exist");
        } catch (IOException | GeneralSecurityException e) {
            throw fault(String.valueOf(e.getMessage()));
        }
    }

    static FaultsException fault(String rule) {
        return new FaultsException(List.of(Fault.of("credentials", "", rule)));
    }

    private static SecretText token(GatewayCredentials.Secret secret)
            throws IOException, GeneralSecurityException {
        String text =
                switch (secret) {
                    case GatewayCredentials.InMemory memory -> memory.text().reveal();
                    case GatewayCredentials.InFile file ->
                            PemFiles.secret(file.file()).lines().findFirst().orElse("").strip();
                };
        if (!TOKEN.matcher(text).matches()) {
            throw new GeneralSecurityException(
                    "the token is empty or has characters that a token cannot have");
        }
        return SecretText.of(text);
    }

    private static List<KeyManager> keys(GatewayCredentials.Certificate own)
            throws IOException, GeneralSecurityException {
        X509Certificate[] chain =
                PemFiles.certificates(own.chain()).toArray(X509Certificate[]::new);
        chain[0].checkValidity();
        char[] none = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("own", PemFiles.key(own.key()), none, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, none);
        return List.of(factory.getKeyManagers());
    }
}
