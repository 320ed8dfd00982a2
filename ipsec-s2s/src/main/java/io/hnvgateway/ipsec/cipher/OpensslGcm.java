package io.hnvgateway.ipsec.cipher;

import java.util.Arrays;

/// AES-GCM by OpenSSL, a context for each direction.
final class OpensslGcm implements AesGcm {
    private static final int GET_TAG = 0x10;
    private static final int SET_TAG = 0x11;

    private final Scratch scratch;
    private long sealing;
    private long opening;

    OpensslGcm(CipherKeys keys, Scratch scratch) {
        this.scratch = scratch;
        byte[] key = keys.aesKey();
        String cipher = key.length == 16 ? "EVP_aes_128_gcm" : "EVP_aes_256_gcm";
        try {
            sealing = Openssl.Evp.context(cipher, Openssl.Evp.ENCRYPT_INIT, key);
            opening = Openssl.Evp.context(cipher, Openssl.Evp.DECRYPT_INIT, key);
        } finally {
            Arrays.fill(key, (byte) 0);
            if (opening == 0) {
                free();
            }
        }
    }

    @Override
    public void seal(
            long nonce, long associated, int associatedBytes, long text, int bytes, long icv) {
        long out = scratch.written;
        int done;
        try {
            done = (int) Openssl.Evp.ENCRYPT_INIT.invokeExact(sealing, 0L, 0L, 0L, nonce);
            done &=
                    (int)
                            Openssl.Evp.ENCRYPT_UPDATE.invokeExact(
                                    sealing, 0L, out, associated, associatedBytes);
            done &= (int) Openssl.Evp.ENCRYPT_UPDATE.invokeExact(sealing, text, out, text, bytes);
            done &= (int) Openssl.Evp.ENCRYPT_FINAL.invokeExact(sealing, text + bytes, out);
            done &= (int) Openssl.Evp.CTRL.invokeExact(sealing, GET_TAG, ICV_BYTES, icv);
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
        Openssl.Evp.check(done, "to encrypt");
    }

    /// OpenSSL compares in constant time.
    @Override
    public boolean open(
            long nonce, long associated, int associatedBytes, long text, int bytes, long icv) {
        long out = scratch.written;
        try {
            int done = (int) Openssl.Evp.DECRYPT_INIT.invokeExact(opening, 0L, 0L, 0L, nonce);
            done &=
                    (int)
                            Openssl.Evp.DECRYPT_UPDATE.invokeExact(
                                    opening, 0L, out, associated, associatedBytes);
            done &= (int) Openssl.Evp.DECRYPT_UPDATE.invokeExact(opening, text, out, text, bytes);
            done &= (int) Openssl.Evp.CTRL.invokeExact(opening, SET_TAG, ICV_BYTES, icv);
            int authentic = (int) Openssl.Evp.DECRYPT_FINAL.invokeExact(opening, text + bytes, out);
            return (done & authentic) == 1;
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
    }

    @Override
    public void close() {
        free();
    }

    private void free() {
        Openssl.Evp.free(sealing);
        Openssl.Evp.free(opening);
        sealing = 0;
        opening = 0;
    }
}
