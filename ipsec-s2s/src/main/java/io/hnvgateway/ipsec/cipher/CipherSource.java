package io.hnvgateway.ipsec.cipher;

/// One provider's ciphers, each with a copy of its keys.
interface CipherSource {
    /// @param scratch of the worker that will use it
    AesGcm gcm(CipherKeys keys, Scratch scratch);

    /// @throws UnsupportedOperationException when it has none
    AesCbcHmac cbc(CipherKeys keys, Scratch scratch);
}
