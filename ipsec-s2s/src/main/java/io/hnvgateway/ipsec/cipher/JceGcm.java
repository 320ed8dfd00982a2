package io.hnvgateway.ipsec.cipher;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM by the JDK. A packet makes about 1 KB of garbage, and one that is not authentic an
/// exception besides.
final class JceGcm implements AesGcm {
    private final Cipher cipher;
    private final SecretKeySpec key;
    private final HeapCopy text = new HeapCopy();
    private final HeapCopy head = new HeapCopy();
    private final byte[] nonce = new byte[NONCE_BYTES];

    JceGcm(CipherKeys keys) {
        byte[] aesKey = keys.aesKey();
        key = new SecretKeySpec(aesKey, "AES");
        Arrays.fill(aesKey, (byte) 0);
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void seal(
            long nonce, long associated, int associatedBytes, long text, int bytes, long icv) {
        try {
            begin(Cipher.ENCRYPT_MODE, nonce, associated, associatedBytes);
            byte[] array = this.text.of(text, bytes + ICV_BYTES);
            cipher.doFinal(array, 0, bytes, array, 0);
            HeapCopy.back(array, 0, text, bytes);
            HeapCopy.back(array, bytes, icv, ICV_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The ICV stands behind the text, as ESP has it.
    @Override
    public boolean open(
            long nonce, long associated, int associatedBytes, long text, int bytes, long icv) {
        try {
            begin(Cipher.DECRYPT_MODE, nonce, associated, associatedBytes);
            byte[] array = this.text.of(text, bytes + ICV_BYTES);
            cipher.doFinal(array, 0, bytes + ICV_BYTES, array, 0);
            HeapCopy.back(array, 0, text, bytes);
            return true;
        } catch (AEADBadTagException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void begin(int mode, long nonce, long associated, int associatedBytes)
            throws GeneralSecurityException {
        System.arraycopy(head.of(nonce, NONCE_BYTES), 0, this.nonce, 0, NONCE_BYTES);
        cipher.init(mode, key, new GCMParameterSpec(8 * ICV_BYTES, this.nonce));
        cipher.updateAAD(head.of(associated, associatedBytes), 0, associatedBytes);
    }

    /// The JDK's key objects cannot be overwritten: the collector takes them.
    @Override
    public void close() {
        text.clear();
    }
}
