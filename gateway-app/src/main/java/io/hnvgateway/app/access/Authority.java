package io.hnvgateway.app.access;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// The gateway's own authority (RFC 5280): it issues the certificate of the management endpoint and
/// those of its clients. Its files stand in the state directory, the key for its owner only. For
/// any threads.
public final class Authority {
    static final String CERTIFICATE_FILE = "authority.pem";
    static final String KEY_FILE = "authority-key.pem";
    private static final Duration LIFE = Duration.ofDays(3652);

    /// Clocks differ: a certificate is valid a little before it is made.
    private static final Duration EARLIER = Duration.ofHours(1);

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final KeyAndChain own;
    private final SecureRandom random = new SecureRandom();

    private Authority(KeyAndChain own) {
        this.own = own;
    }

    /// Reads it, or makes it if neither of its files is there.
    ///
    /// @throws GeneralSecurityException if what is there is no authority
    static Authority open(Path directory, String name, Instant now)
            throws IOException, GeneralSecurityException {
        Path certificate = directory.resolve(CERTIFICATE_FILE);
        Path key = directory.resolve(KEY_FILE);
        if (!Files.exists(certificate)) {
            return make(directory, name, now);
        }
        KeyAndChain read =
                new KeyAndChain(
                        CertificateFiles.key(key), CertificateFiles.certificates(certificate));
        read.check();
        return new Authority(read);
    }

    /// The certificate comes last: without it there is no authority yet.
    private static Authority make(Path directory, String name, Instant now)
            throws IOException, GeneralSecurityException {
        KeyPair keys = keys();
        var subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, name)
                        .addRDN(BCStyle.O, "hnv-gateway")
                        .build();
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            subject,
                            serial(new SecureRandom()),
                            Date.from(now.minus(EARLIER)),
                            Date.from(now.plus(LIFE)),
                            subject,
                            keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    ids.createSubjectKeyIdentifier(keys.getPublic()));
            X509Certificate made = certificate(builder, keys);
            OwnerFile.replace(directory.resolve(KEY_FILE), CertificateFiles.pem(keys.getPrivate()));
            OwnerFile.replace(
                    directory.resolve(CERTIFICATE_FILE), CertificateFiles.pem(List.of(made)));
            return new Authority(new KeyAndChain(keys.getPrivate(), List.of(made)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("no authority can be made", e);
        }
    }

    X509Certificate certificate() {
        return own.certificate();
    }

    /// A new key and its certificate: for the endpoint, valid for its names or addresses.
    KeyAndChain server(Set<String> names, Duration life, Instant now)
            throws GeneralSecurityException {
        GeneralName[] subjects = names.stream().map(Authority::subject).toArray(GeneralName[]::new);
        KeyPair keys = keys();
        return new KeyAndChain(
                keys.getPrivate(),
                issue(
                        new Subject(
                                names.iterator().next(),
                                new GeneralNames(subjects),
                                KeyPurposeId.id_kp_serverAuth),
                        keys.getPublic(),
                        now,
                        now.plus(life)));
    }

    /// The chain of a client, which keeps its private key to itself.
    List<X509Certificate> client(String name, PublicKey key, Instant now, Instant until)
            throws GeneralSecurityException {
        return issue(new Subject(name, null, KeyPurposeId.id_kp_clientAuth), key, now, until);
    }

    /// Whose a certificate is.
    private record Subject(String name, @Nullable GeneralNames names, KeyPurposeId purpose) {}

    private static GeneralName subject(String name) {
        boolean address = ADDRESS.matcher(name).matches();
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private List<X509Certificate> issue(Subject subject, PublicKey key, Instant now, Instant until)
            throws GeneralSecurityException {
        X509Certificate issuer = own.certificate();
        Instant end = issuer.getNotAfter().toInstant();
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            issuer,
                            serial(random),
                            Date.from(now.minus(EARLIER)),
                            Date.from(until.isBefore(end) ? until : end),
                            principal(subject.name()),
                            key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(subject.purpose()));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    ids.createAuthorityKeyIdentifier(issuer));
            if (subject.names() != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, subject.names());
            }
            X509Certificate made =
                    certificate(builder, new KeyPair(issuer.getPublicKey(), own.key()));
            return List.of(made, issuer);
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException(
                    "no certificate can be made for " + subject.name(), e);
        }
    }

    private static X500Principal principal(String name) throws IOException {
        return new X500Principal(
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.CN, name)
                        .build()
                        .getEncoded());
    }

    private static X509Certificate certificate(JcaX509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(signer.getPrivate())));
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(127, random).setBit(126);
    }

    static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
