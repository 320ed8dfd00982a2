package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM by the JDK (RFC 4106). A packet makes about 1 KB of garbage, and one that is not
/// authentic an exception besides.
final class JceGcm implements EspCipher {
    private static final int IV_BYTES = 8;
    private static final int ICV_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int LONGEST_BYTES = 1 << 16;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final boolean extended;
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE_BYTES);
    private final ByteBuffer associated = ByteBuffer.allocate(EspHeader.BYTES + Integer.BYTES);
    private byte[] text = new byte[2048];

    JceGcm(CipherKeys keys, boolean extended) {
        this.extended = extended;
        byte[] aesKey = keys.aesKey();
        key = new SecretKeySpec(aesKey, "AES");
        Arrays.fill(aesKey, (byte) 0);
        nonce.putInt(0, keys.salt());
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void seal(long esp, int textBytes, long sequence) {
        Memory.put64(esp + EspHeader.BYTES, sequence);
        try {
            run(Cipher.ENCRYPT_MODE, esp, textBytes, textBytes, sequence);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean open(long esp, int textBytes, long sequence) {
        try {
            run(Cipher.DECRYPT_MODE, esp, textBytes, textBytes + ICV_BYTES, sequence);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(int mode, long esp, int textBytes, int inputBytes, long sequence)
            throws GeneralSecurityException {
        nonce.putLong(4, Memory.u64(esp + EspHeader.BYTES));
        cipher.init(mode, key, new GCMParameterSpec(8 * ICV_BYTES, nonce.array()));
        associate(esp, sequence);
        if (text.length < textBytes + ICV_BYTES) {
            text = new byte[LONGEST_BYTES + ICV_BYTES];
        }
        long at = esp + EspHeader.BYTES + IV_BYTES;
        copyIn(at, inputBytes);
        int written = cipher.doFinal(text, 0, inputBytes, text, 0);
        copyOut(at, written);
    }

    /// SPI and sequence number; of an extended one the high half lies between (RFC 4106 §5).
    private void associate(long esp, long sequence) {
        associated.clear();
        associated.putInt(EspHeader.spi(esp));
        if (extended) {
            associated.putInt((int) (sequence >>> 32));
        }
        associated.putInt(EspHeader.sequence(esp));
        cipher.updateAAD(associated.flip());
    }

    private void copyIn(long at, int bytes) {
        MemorySegment.copy(Memory.everything(), ValueLayout.JAVA_BYTE, at, text, 0, bytes);
    }

    private void copyOut(long at, int bytes) {
        MemorySegment.copy(text, 0, Memory.everything(), ValueLayout.JAVA_BYTE, at, bytes);
    }

    /// The JDK's key objects cannot be overwritten: the collector takes them.
    @Override
    public void close() {
        Arrays.fill(text, (byte) 0);
    }
}
