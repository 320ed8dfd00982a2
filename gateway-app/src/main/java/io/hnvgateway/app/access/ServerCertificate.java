package io.hnvgateway.app.access;

/// What the management endpoint shows its clients. For any threads.
public sealed interface ServerCertificate permits OwnCertificate, GivenCertificate {

    /// To be used for the next handshake.
    KeyAndChain current();

    /// Renews or reads again what is due; to be called now and then, by one thread. A failure is
    /// logged, and what was current stays so.
    void refresh();

    /// SHA-256 of the certificate of which clients may be told to expect it: one that lasts.
    String lastingFingerprint();
}
