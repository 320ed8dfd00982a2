package io.hnvgateway.ipsec.cipher;

import java.lang.foreign.Arena;
import java.util.Arrays;

/// AES-CBC and HMAC by OpenSSL.
final class OpensslCbcHmac implements AesCbcHmac {
    private static final long ZEROS = Arena.global().allocate(BLOCK_BYTES).address();

    private final Scratch scratch;
    private long encrypting;
    private long decrypting;
    private long hmac;

    OpensslCbcHmac(CipherKeys keys, Scratch scratch) {
        this(keys, keys.digest(), scratch);
    }

    OpensslCbcHmac(CipherKeys keys, String digest, Scratch scratch) {
        this.scratch = scratch;
        byte[] key = keys.aesKey();
        byte[] macKey = keys.integrityKey();
        String cipher = key.length == 16 ? "EVP_aes_128_cbc" : "EVP_aes_256_cbc";
        try {
            encrypting = Openssl.Evp.context(cipher, Openssl.Evp.ENCRYPT_INIT, key);
            decrypting = Openssl.Evp.context(cipher, Openssl.Evp.DECRYPT_INIT, key);
            hmac = Openssl.Evp.hmac(digest, macKey);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(macKey, (byte) 0);
            if (hmac == 0) {
                free();
            }
        }
    }

    @Override
    public void encrypt(long blocks, int bytes) {
        long out = scratch.written;
        int done;
        try {
            done = (int) Openssl.Evp.ENCRYPT_INIT.invokeExact(encrypting, 0L, 0L, 0L, ZEROS);
            done &=
                    (int)
                            Openssl.Evp.ENCRYPT_UPDATE.invokeExact(
                                    encrypting, blocks, out, blocks, bytes);
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
        Openssl.Evp.check(done, "to encrypt");
    }

    @Override
    public void decrypt(long iv, long text, int bytes) {
        long out = scratch.written;
        int done;
        try {
            done = (int) Openssl.Evp.DECRYPT_INIT.invokeExact(decrypting, 0L, 0L, 0L, iv);
            done &=
                    (int)
                            Openssl.Evp.DECRYPT_UPDATE.invokeExact(
                                    decrypting, text, out, text, bytes);
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
        Openssl.Evp.check(done, "to decrypt");
    }

    /// Begins with the key that the context has.
    @Override
    public void authenticate(long from, int bytes, long more, long mac) {
        int done;
        try {
            done = (int) Openssl.Evp.MAC_INIT.invokeExact(hmac, 0L, 0L, 0L);
            done &= (int) Openssl.Evp.MAC_UPDATE.invokeExact(hmac, from, (long) bytes);
            if (more != 0) {
                done &= (int) Openssl.Evp.MAC_UPDATE.invokeExact(hmac, more, (long) Integer.BYTES);
            }
            done &=
                    (int)
                            Openssl.Evp.MAC_FINAL.invokeExact(
                                    hmac, mac, scratch.written, (long) MAX_MAC_BYTES);
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
        Openssl.Evp.check(done, "to authenticate");
    }

    @Override
    public void close() {
        free();
    }

    private void free() {
        Openssl.Evp.free(encrypting);
        Openssl.Evp.free(decrypting);
        Openssl.Evp.freeHmac(hmac);
        encrypting = 0;
        decrypting = 0;
        hmac = 0;
    }
}
