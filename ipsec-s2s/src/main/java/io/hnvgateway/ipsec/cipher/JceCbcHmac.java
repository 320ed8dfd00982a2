package io.hnvgateway.ipsec.cipher;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-CBC and HMAC by the JDK. Makes garbage.
final class JceCbcHmac implements AesCbcHmac {
    private final Cipher cipher;
    private final SecretKeySpec key;
    private final Mac mac;
    private final HeapCopy text = new HeapCopy();
    private final HeapCopy head = new HeapCopy();
    private final byte[] digest;
    private final byte[] block = new byte[BLOCK_BYTES];

    JceCbcHmac(CipherKeys keys) {
        byte[] aesKey = keys.aesKey();
        byte[] macKey = keys.integrityKey();
        try {
            key = new SecretKeySpec(aesKey, "AES");
            cipher = Cipher.getInstance("AES/CBC/NoPadding");
            mac = Mac.getInstance("Hmac" + keys.digest());
            mac.init(new SecretKeySpec(macKey, mac.getAlgorithm()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(aesKey, (byte) 0);
            Arrays.fill(macKey, (byte) 0);
        }
        digest = new byte[mac.getMacLength()];
    }

    @Override
    public void encrypt(long blocks, int bytes) {
        Arrays.fill(block, (byte) 0);
        crypt(Cipher.ENCRYPT_MODE, blocks, bytes);
    }

    @Override
    public void decrypt(long iv, long text, int bytes) {
        System.arraycopy(head.of(iv, BLOCK_BYTES), 0, block, 0, BLOCK_BYTES);
        crypt(Cipher.DECRYPT_MODE, text, bytes);
    }

    private void crypt(int mode, long at, int bytes) {
        try {
            cipher.init(mode, key, new IvParameterSpec(block));
            byte[] array = text.of(at, bytes);
            cipher.doFinal(array, 0, bytes, array, 0);
            HeapCopy.back(array, 0, at, bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void authenticate(long from, int bytes, long more, long mac) {
        this.mac.update(text.of(from, bytes), 0, bytes);
        if (more != 0) {
            this.mac.update(head.of(more, Integer.BYTES), 0, Integer.BYTES);
        }
        try {
            this.mac.doFinal(digest, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        HeapCopy.back(digest, 0, mac, digest.length);
    }

    /// The JDK's key objects cannot be overwritten: the collector takes them.
    @Override
    public void close() {
        text.clear();
    }
}
