package io.hnvgateway.ipsec.sa;

/// An encryption and integrity algorithm of ESP, with the sizes that the packet format needs.
public enum EspTransform {
    /// AES-GCM with a 16-byte ICV and a 128-bit key (RFC 4106).
    AES_GCM_128(20, 0, 8, 16, 4),

    AES_GCM_256(36, 0, 8, 16, 4),

    /// AES-CBC (RFC 3602) with HMAC-SHA-1-96 (RFC 2404); for peers that have nothing better.
    AES_CBC_128_SHA1(16, 20, 16, 12, 16),
    AES_CBC_256_SHA1(32, 20, 16, 12, 16),

    /// AES-CBC with HMAC-SHA-256-128 (RFC 4868).
    AES_CBC_128_SHA256(16, 32, 16, 16, 16),
    AES_CBC_256_SHA256(32, 32, 16, 16, 16),

    /// AES-CBC with HMAC-SHA-384-192 (RFC 4868).
    AES_CBC_128_SHA384(16, 48, 16, 24, 16),
    AES_CBC_256_SHA384(32, 48, 16, 24, 16);

    private final int encryptionKeyBytes;
    private final int integrityKeyBytes;
    private final int ivBytes;
    private final int icvBytes;
    private final int alignmentBytes;

    EspTransform(
            int encryptionKeyBytes,
            int integrityKeyBytes,
            int ivBytes,
            int icvBytes,
            int alignmentBytes) {
        this.encryptionKeyBytes = encryptionKeyBytes;
        this.integrityKeyBytes = integrityKeyBytes;
        this.ivBytes = ivBytes;
        this.icvBytes = icvBytes;
        this.alignmentBytes = alignmentBytes;
    }

    /// Bytes of keying material for encryption; of AES-GCM with its salt of 4 bytes at the end.
    public int encryptionKeyBytes() {
        return encryptionKeyBytes;
    }

    /// Bytes of keying material for integrity; 0 when the encryption authenticates, too.
    public int integrityKeyBytes() {
        return integrityKeyBytes;
    }

    /// Bytes of the initialization vector in each packet.
    public int ivBytes() {
        return ivBytes;
    }

    /// Bytes of the integrity check value in each packet.
    public int icvBytes() {
        return icvBytes;
    }

    /// What the encrypted part is padded to a multiple of, in bytes.
    public int alignmentBytes() {
        return alignmentBytes;
    }

    public boolean isGcm() {
        return integrityKeyBytes == 0;
    }
}
