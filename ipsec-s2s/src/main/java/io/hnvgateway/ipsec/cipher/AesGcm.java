package io.hnvgateway.ipsec.cipher;

/// AES-GCM under one key with a nonce of 12 bytes and an ICV of 16, in place, as a provider has it;
/// [EspGcm] makes ESP of it. All arguments but lengths are absolute addresses.
interface AesGcm extends AutoCloseable {
    int NONCE_BYTES = 12;
    int ICV_BYTES = 16;

    void seal(long nonce, long associated, int associatedBytes, long text, int bytes, long icv);

    /// @return whether the ICV is right
    boolean open(long nonce, long associated, int associatedBytes, long text, int bytes, long icv);

    /// Overwrites the key.
    @Override
    void close();
}
