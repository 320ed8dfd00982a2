package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.Memory;
import java.security.SecureRandom;

/// AES-CBC with an HMAC in ESP: encrypt, then authenticate (RFC 3602, RFC 2404, RFC 4868).
///
/// The IV is the encrypted nonce (NIST SP 800-38A appendix C, first method): the sequence number,
/// never the same twice, under a secret mask. So nobody without the key foretells it, as RFC 3602
/// §3 asks. Encrypted in one chain with the text, it costs one block.
final class EspCbc implements EspCipher {
    private final AesCbcHmac cipher;
    private final int icvBytes;
    private final boolean extended;
    private final Scratch scratch;
    private final long maskHigh;
    private final long maskLow;

    EspCbc(AesCbcHmac cipher, int icvBytes, boolean extended, Scratch scratch) {
        this.cipher = cipher;
        this.icvBytes = icvBytes;
        this.extended = extended;
        this.scratch = scratch;
        SecureRandom random = new SecureRandom();
        maskHigh = random.nextLong();
        maskLow = random.nextLong();
    }

    @Override
    public void seal(long esp, int textBytes, long sequence) {
        long iv = esp + EspHeader.BYTES;
        Memory.put64(iv, maskHigh);
        Memory.put64(iv + 8, maskLow ^ sequence);
        cipher.encrypt(iv, AesCbcHmac.BLOCK_BYTES + textBytes);
        authenticate(esp, textBytes, sequence);
        Memory.copy(scratch.icv, iv + AesCbcHmac.BLOCK_BYTES + textBytes, icvBytes);
    }

    @Override
    public boolean open(long esp, int textBytes, long sequence) {
        long iv = esp + EspHeader.BYTES;
        long text = iv + AesCbcHmac.BLOCK_BYTES;
        authenticate(esp, textBytes, sequence);
        if (!IntegrityCheck.equal(scratch.icv, text + textBytes, icvBytes)) {
            return false;
        }
        cipher.decrypt(iv, text, textBytes);
        return true;
    }

    /// From the ESP header to the text, and the high half of an extended sequence number (RFC 4303
    /// §2.2.1).
    private void authenticate(long esp, int textBytes, long sequence) {
        long high = 0;
        if (extended) {
            high = scratch.associated;
            Memory.put32(high, (int) (sequence >>> 32));
        }
        int bytes = EspHeader.BYTES + AesCbcHmac.BLOCK_BYTES + textBytes;
        cipher.authenticate(esp, bytes, high, scratch.icv);
    }

    @Override
    public void close() {
        cipher.close();
    }
}
