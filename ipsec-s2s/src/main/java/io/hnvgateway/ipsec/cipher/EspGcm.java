package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.Memory;

/// AES-GCM in ESP (RFC 4106).
///
/// ```
///  nonce       salt (4) │ IV (8)
///  associated  SPI (4) │ [high half (4)] │ sequence (4)
/// ```
///
/// The IV is the sequence number: under one key it never comes twice (§3.1), and no key outlives
/// the process.
final class EspGcm implements EspCipher {
    private static final int IV_BYTES = 8;
    private static final int SALT_BYTES = 4;

    private final AesGcm gcm;
    private final int salt;
    private final boolean extended;
    private final Scratch scratch;

    EspGcm(AesGcm gcm, int salt, boolean extended, Scratch scratch) {
        this.gcm = gcm;
        this.salt = salt;
        this.extended = extended;
        this.scratch = scratch;
    }

    @Override
    public void seal(long esp, int textBytes, long sequence) {
        Memory.put64(esp + EspHeader.BYTES, sequence);
        long text = esp + EspHeader.BYTES + IV_BYTES;
        long nonce = nonce(sequence);
        if (extended) {
            long associated = associated(esp, sequence);
            gcm.seal(nonce, associated, 12, text, textBytes, text + textBytes);
        } else {
            gcm.seal(nonce, esp, EspHeader.BYTES, text, textBytes, text + textBytes);
        }
    }

    @Override
    public boolean open(long esp, int textBytes, long sequence) {
        long nonce = nonce(Memory.u64(esp + EspHeader.BYTES));
        long text = esp + EspHeader.BYTES + IV_BYTES;
        if (extended) {
            long associated = associated(esp, sequence);
            return gcm.open(nonce, associated, 12, text, textBytes, text + textBytes);
        }
        return gcm.open(nonce, esp, EspHeader.BYTES, text, textBytes, text + textBytes);
    }

    private long nonce(long iv) {
        Memory.put32(scratch.nonce, salt);
        Memory.put64(scratch.nonce + SALT_BYTES, iv);
        return scratch.nonce;
    }

    private long associated(long esp, long sequence) {
        Memory.put32(scratch.associated, EspHeader.spi(esp));
        Memory.put64(scratch.associated + 4, sequence);
        return scratch.associated;
    }

    @Override
    public void close() {
        gcm.close();
    }
}
