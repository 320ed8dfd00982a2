package io.hnvgateway.ipsec.cipher;

/// Who does the arithmetic, best first.
public enum CipherProvider {
    /// Intel's multi-buffer library; AES-GCM only.
    IPSEC_MB,

    /// libcrypto, version 3.
    OPENSSL,

    /// The JDK's own. It copies each packet and makes garbage.
    JCE
}
