package io.hnvgateway.ipsec.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// An authority that certifies whatever a test asks for.
public final class TestAuthority {
    private final X500Name name;
    private final KeyPair key;
    private final String pem;
    private int serial = 1;

    public TestAuthority(String name, KeyKind kind) {
        this(name, kind, null);
    }

    private TestAuthority(String name, KeyKind kind, @Nullable TestAuthority above) {
        this.name = new X500Name("CN=" + name);
        this.key = kind.generate();
        TestAuthority signer = above == null ? this : above;
        this.pem = signer.sign(this.name, key.getPublic(), "", true, Instant.now());
    }

    /// One below this one.
    public TestAuthority below(String belowName) {
        return new TestAuthority(belowName, KeyKind.ECDSA_P256, this);
    }

    public String pem() {
        return pem;
    }

    /// A certificate for a DNS name that begins now less an hour and lasts 90 days.
    public String certify(PublicKey of, String dnsName) {
        return certify(of, dnsName, Instant.now());
    }

    /// As [#certify(PublicKey, String)], as of another day.
    public String certify(PublicKey of, String dnsName, Instant day) {
        return sign(new X500Name("CN=" + dnsName), of, dnsName, false, day);
    }

    private String sign(
            X500Name subject, PublicKey of, String dnsName, boolean authority, Instant day) {
        try {
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            name(authority, subject),
                            BigInteger.valueOf(serial++),
                            Date.from(day.minus(Duration.ofHours(1))),
                            Date.from(day.plus(Duration.ofDays(90))),
                            subject,
                            of);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            if (!dnsName.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
            }
            var signer =
                    new JcaContentSignerBuilder(KeyKind.of(key.getPublic()).signature())
                            .build(key.getPrivate());
            return Pem.write("CERTIFICATE", builder.build(signer).getEncoded());
        } catch (IOException | OperatorCreationException | CertificateFaultException e) {
            throw new IllegalStateException(e);
        }
    }

    private X500Name name(boolean authority, X500Name subject) {
        return authority && subject.equals(name) ? subject : name;
    }

    public static String pem(KeyPair pair) {
        try {
            return Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
