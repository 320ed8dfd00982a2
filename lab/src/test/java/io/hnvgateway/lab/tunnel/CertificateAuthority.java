package io.hnvgateway.lab.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.lab.netns.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An authority made by openssl(1), with one between it and those that it certifies. Its files lie
/// in a folder of the run.
final class CertificateAuthority {
    private static final List<String> ECDSA =
            List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    private static final List<String> RSA = List.of("-newkey", "rsa:2048");

    private final Path folder;

    CertificateAuthority(Path folder, String name) {
        this.folder = folder;
        write(
                "authority.ext",
                "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
        request("root", name, ECDSA);
        openssl(
                "x509",
                "-req",
                "-in",
                "root.csr",
                "-signkey",
                "root.key",
                "-days",
                "30",
                "-extfile",
                "authority.ext",
                "-out",
                "root.pem");
        request("between", name + " below", ECDSA);
        sign("between", "root", "authority.ext", 30);
    }

    /// Whom it certifies.
    ///
    /// @param key file, PKCS#8 in PEM
    /// @param certificate file, of it alone
    record Certified(Path key, Path certificate) {}

    Certified ecdsa(String dnsName) {
        return certify("ecdsa-", dnsName, ECDSA, 30);
    }

    Certified rsa(String dnsName) {
        return certify("rsa-", dnsName, RSA, 30);
    }

    /// Since yesterday.
    Certified expired(String dnsName) {
        return certify("expired-", dnsName, ECDSA, -1);
    }

    private Certified certify(String prefix, String dnsName, List<String> key, int days) {
        String file = prefix + dnsName;
        write(
                file + ".ext",
                "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
                        + "subjectAltName=DNS:"
                        + dnsName
                        + "\n");
        request(file, dnsName, key);
        sign(file, "between", file + ".ext", days);
        return new Certified(folder.resolve(file + ".key"), folder.resolve(file + ".pem"));
    }

    Path root() {
        return folder.resolve("root.pem");
    }

    /// What signs, itself signed by [#root].
    Path between() {
        return folder.resolve("between.pem");
    }

    /// Text of a file of this authority.
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LabException("cannot read " + file, e);
        }
    }

    private void request(String file, String name, List<String> key) {
        List<String> words = new ArrayList<>(List.of("req", "-nodes", "-subj", "/CN=" + name));
        words.addAll(key);
        words.addAll(List.of("-keyout", file + ".key", "-out", file + ".csr"));
        openssl(words.toArray(String[]::new));
    }

    private void sign(String file, String by, String extensions, int days) {
        openssl(
                "x509",
                "-req",
                "-in",
                file + ".csr",
                "-CA",
                by + ".pem",
                "-CAkey",
                by + ".key",
                "-CAcreateserial",
                "-days",
                Integer.toString(days),
                "-extfile",
                extensions,
                "-out",
                file + ".pem");
    }

    private void write(String file, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
    }

    private void openssl(String... words) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new LabException("openssl " + words[0] + ": " + output);
            }
        } catch (IOException e) {
            throw new LabException("cannot run openssl", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
