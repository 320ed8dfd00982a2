package io.hnvgateway.ipsec.vici;

/// Negotiated algorithms in one text, such as `AES_GCM_16-256/PRF_HMAC_SHA2_256/ECP_256`.
final class Algorithms {
    private Algorithms() {}

    /// @param keySize of the encryption in bits
    /// @param others names of the other algorithms; those that are absent are left out
    static String of(ViciSection sa, String encryption, String keySize, String... others) {
        StringBuilder text = new StringBuilder(sa.text(encryption));
        if (!sa.text(keySize).isEmpty()) {
            text.append('-').append(sa.text(keySize));
        }
        for (String other : others) {
            if (!sa.text(other).isEmpty()) {
                text.append('/').append(sa.text(other));
            }
        }
        return text.toString();
    }
}
