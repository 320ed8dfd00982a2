package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.Memory;
import java.security.SecureRandom;

/// What becomes the IV of an AES-CBC packet once it is encrypted under the SA's own key (NIST SP
/// 800-38A appendix C, first method): the sequence number, never the same twice, under a secret
/// mask. Nobody without the key foretells the result, as RFC 3602 §3 asks.
final class CbcNonce {
    private final long maskHigh;
    private final long maskLow;

    CbcNonce() {
        SecureRandom random = new SecureRandom();
        maskHigh = random.nextLong();
        maskLow = random.nextLong();
    }

    void write(long iv, long sequence) {
        Memory.put64(iv, maskHigh);
        Memory.put64(iv + 8, maskLow ^ sequence);
    }
}
