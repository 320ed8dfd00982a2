package io.hnvgateway.ipsec.certificate;

import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// Asks an authority for a certificate (PKCS#10, RFC 2986).
public final class CertificateRequests {
    private CertificateRequests() {}

    /// @param subject distinguished name as `CN=gateway, O=Contoso`
    /// @param names that peers may ask for: DNS names, or `user@name`
    /// @return the request in PEM
    public static String request(KeyPair key, String subject, List<String> names)
            throws CertificateFaultException {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            if (!names.isEmpty()) {
                extensions.addExtension(Extension.subjectAlternativeName, false, names(names));
            }
            var signer =
                    new JcaContentSignerBuilder(KeyKind.of(key.getPublic()).signature())
                            .build(key.getPrivate());
            var request =
                    new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), key.getPublic())
                            .addAttribute(
                                    PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                    extensions.generate())
                            .build(signer);
            return Pem.write("CERTIFICATE REQUEST", request.getEncoded());
        } catch (IOException | OperatorCreationException | IllegalArgumentException e) {
            throw new CertificateFaultException("no request can be made of " + subject, e);
        }
    }

    private static GeneralNames names(List<String> names) {
        return new GeneralNames(
                names.stream()
                        .map(name ->
                                new GeneralName(
                                        name.contains("@")
                                                ? GeneralName.rfc822Name
                                                : GeneralName.dNSName,
                                        name))
                        .toArray(GeneralName[]::new));
    }
}
