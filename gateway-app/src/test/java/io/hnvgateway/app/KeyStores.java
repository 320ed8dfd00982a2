package io.hnvgateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// PKCS#12 files with an authority's key and certificate, made by the JDK's keytool.
public final class KeyStores {
    public static final String PASSPHRASE = "planted-passphrase";

    private KeyStores() {}

    /// @param days that the certificate lasts
    /// @return beside it, with `.pem` behind its name, is the certificate
    public static Path make(Path store, String subject, int days) throws IOException {
        keytool(
                store,
                List.of(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-ext",
                        "bc=ca:true",
                        "-dname",
                        subject,
                        "-validity",
                        Integer.toString(days)));
        keytool(store, List.of("-exportcert", "-rfc", "-file", certificate(store).toString()));
        return store;
    }

    public static Path certificate(Path store) {
        return Path.of(store + ".pem");
    }

    private static void keytool(Path store, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(
                List.of(
                        "-alias",
                        "own",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSPHRASE));
        Path said = Files.createTempFile("keytool", ".txt");
        try {
            int code =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start()
                            .waitFor();
            assertThat(code).as(Files.readString(said)).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(said);
        }
    }
}
