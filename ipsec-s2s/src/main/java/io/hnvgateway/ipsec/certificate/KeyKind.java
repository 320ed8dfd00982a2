package io.hnvgateway.ipsec.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/// Kinds of keys that the gateway makes (NIST SP 800-57: 112 bits of security and more).
public enum KeyKind {
    ECDSA_P256("EC", 256, "SHA256withECDSA"),
    ECDSA_P384("EC", 384, "SHA384withECDSA"),
    RSA_2048("RSA", 2048, "SHA256withRSA"),
    RSA_3072("RSA", 3072, "SHA256withRSA"),
    RSA_4096("RSA", 4096, "SHA256withRSA");

    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_EC_BITS = 256;

    private final String algorithm;
    private final int bits;
    private final String signature;

    KeyKind(String algorithm, int bits, String signature) {
        this.algorithm = algorithm;
        this.bits = bits;
        this.signature = signature;
    }

    private AlgorithmParameterSpec parameters() {
        return algorithm.equals("EC")
                ? new ECGenParameterSpec("secp" + bits + "r1")
                : new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
    }

    /// A new key pair.
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + this, e);
        }
    }

    /// How a key of this kind signs.
    String signature() {
        return signature;
    }

    /// The kind that signs as such a key does.
    ///
    /// @throws CertificateFaultException if it is of another algorithm or too short
    static KeyKind of(PublicKey key) throws CertificateFaultException {
        return switch (key) {
            case ECPublicKey ec when bits(ec) >= MIN_EC_BITS ->
                    bits(ec) > MIN_EC_BITS ? ECDSA_P384 : ECDSA_P256;
            case RSAPublicKey rsa when rsa.getModulus().bitLength() >= MIN_RSA_BITS -> RSA_2048;
            case ECPublicKey _, RSAPublicKey _ ->
                    throw new CertificateFaultException(
                            "the key is too short: RSA has at least 2048 bits, ECDSA 256");
            default ->
                    throw new CertificateFaultException(
                            "the key is of " + key.getAlgorithm() + ": use ECDSA or RSA");
        };
    }

    private static int bits(ECPublicKey key) {
        return key.getParams().getOrder().bitLength();
    }
}
