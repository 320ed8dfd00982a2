package io.hnvgateway.ipsec.cipher;

/// The JDK's own ciphers, for want of better ones.
final class JceSource implements CipherSource {
    @Override
    public AesGcm gcm(CipherKeys keys, Scratch scratch) {
        return new JceGcm(keys);
    }

    @Override
    public AesCbcHmac cbc(CipherKeys keys, Scratch scratch) {
        return new JceCbcHmac(keys);
    }
}
