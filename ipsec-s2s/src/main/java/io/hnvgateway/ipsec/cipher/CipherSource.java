package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.ipsec.sa.EspTransform;

/// One provider's ciphers.
interface CipherSource {
    boolean supports(EspTransform transform);

    /// A cipher with a copy of the keys.
    ///
    /// @param extended whether the high half of sequence numbers is authenticated, too
    /// @param worker who will use it
    EspCipher create(CipherKeys keys, boolean extended, int worker);
}
