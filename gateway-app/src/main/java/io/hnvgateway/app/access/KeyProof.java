package io.hnvgateway.app.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// Finds out whether two keys are a pair.
final class KeyProof {
    private static final byte[] SAMPLE = "hnv-gateway".getBytes(StandardCharsets.US_ASCII);

    private KeyProof() {}

    /// @throws GeneralSecurityException if they are none, or of a kind that TLS 1.3 does not use
    static void check(PrivateKey key, PublicKey of) throws GeneralSecurityException {
        String algorithm =
                switch (of.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default ->
                            throw new GeneralSecurityException(
                                    "the key is of " + of.getAlgorithm() + ": use ECDSA or RSA");
                };
        if (!key.getAlgorithm().equals(of.getAlgorithm())) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(of);
        signature.update(SAMPLE);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("the key is not that of the certificate");
        }
    }
}
