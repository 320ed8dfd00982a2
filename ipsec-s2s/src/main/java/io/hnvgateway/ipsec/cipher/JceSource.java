package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.ipsec.sa.EspTransform;

/// The JDK's own ciphers, for want of better ones.
final class JceSource implements CipherSource {
    @Override
    public boolean supports(EspTransform transform) {
        return true;
    }

    @Override
    public EspCipher create(CipherKeys keys, boolean extended, int worker) {
        return keys.transform().isGcm() ? new JceGcm(keys, extended) : new JceCbc(keys, extended);
    }
}
