package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-CBC and HMAC by the JDK; encrypt, then authenticate. Makes garbage.
final class JceCbc implements EspCipher {
    private static final int BLOCK_BYTES = 16;
    private static final int LONGEST_BYTES = (1 << 16) + 2 * BLOCK_BYTES;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final Mac mac;
    private final boolean extended;
    private final int icvBytes;
    private final CbcNonce nonce = new CbcNonce();
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] high = new byte[Integer.BYTES];
    private final byte[] icv;
    private final byte[] received;

    /// The packet from its ESP header on.
    private byte[] packet = new byte[2048];

    JceCbc(CipherKeys keys, boolean extended) {
        this.extended = extended;
        icvBytes = keys.transform().icvBytes();
        received = new byte[icvBytes];
        byte[] aesKey = keys.aesKey();
        byte[] macKey = keys.integrityKey();
        try {
            key = new SecretKeySpec(aesKey, "AES");
            cipher = Cipher.getInstance("AES/CBC/NoPadding");
            mac = Mac.getInstance(algorithm(keys));
            mac.init(new SecretKeySpec(macKey, mac.getAlgorithm()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(aesKey, (byte) 0);
            Arrays.fill(macKey, (byte) 0);
        }
        icv = new byte[mac.getMacLength()];
    }

    private static String algorithm(CipherKeys keys) {
        return switch (keys.transform()) {
            case AES_CBC_128_SHA1, AES_CBC_256_SHA1 -> "HmacSHA1";
            case AES_CBC_128_SHA256, AES_CBC_256_SHA256 -> "HmacSHA256";
            case AES_CBC_128_SHA384, AES_CBC_256_SHA384 -> "HmacSHA384";
            case AES_GCM_128, AES_GCM_256 ->
                    throw new IllegalArgumentException(keys + " has no integrity algorithm");
        };
    }

    /// The IV is the encrypted nonce: encrypting both in one chain that begins with zeros gives
    /// just that.
    @Override
    public void seal(long esp, int textBytes, long sequence) {
        long iv = esp + EspHeader.BYTES;
        nonce.write(iv, sequence);
        try {
            copyIn(esp, EspHeader.BYTES + BLOCK_BYTES + textBytes);
            Arrays.fill(block, (byte) 0);
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(block));
            crypt(EspHeader.BYTES, BLOCK_BYTES + textBytes);
            authenticate(textBytes, sequence);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        copyOut(packet, EspHeader.BYTES, iv, BLOCK_BYTES + textBytes);
        copyOut(icv, 0, iv + BLOCK_BYTES + textBytes, icvBytes);
    }

    @Override
    public boolean open(long esp, int textBytes, long sequence) {
        int head = EspHeader.BYTES + BLOCK_BYTES;
        try {
            copyIn(esp, head + textBytes + icvBytes);
            System.arraycopy(packet, head + textBytes, received, 0, icvBytes);
            authenticate(textBytes, sequence);
            if (!MessageDigest.isEqual(received, Arrays.copyOf(icv, icvBytes))) {
                return false;
            }
            System.arraycopy(packet, EspHeader.BYTES, block, 0, BLOCK_BYTES);
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(block));
            crypt(head, textBytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        copyOut(packet, head, esp + head, textBytes);
        return true;
    }

    private void crypt(int from, int bytes) throws GeneralSecurityException {
        cipher.doFinal(packet, from, bytes, packet, from);
    }

    /// ESP header to text, and the high half of an extended sequence number (RFC 4303 §2.2.1).
    private void authenticate(int textBytes, long sequence) throws GeneralSecurityException {
        mac.update(packet, 0, EspHeader.BYTES + BLOCK_BYTES + textBytes);
        if (extended) {
            ByteBuffer.wrap(high).putInt(0, (int) (sequence >>> 32));
            mac.update(high);
        }
        mac.doFinal(icv, 0);
    }

    private void copyIn(long at, int bytes) {
        if (packet.length < bytes) {
            packet = new byte[LONGEST_BYTES];
        }
        MemorySegment.copy(Memory.everything(), ValueLayout.JAVA_BYTE, at, packet, 0, bytes);
    }

    private static void copyOut(byte[] from, int index, long at, int bytes) {
        MemorySegment.copy(from, index, Memory.everything(), ValueLayout.JAVA_BYTE, at, bytes);
    }

    /// The JDK's key objects cannot be overwritten: the collector takes them.
    @Override
    public void close() {
        Arrays.fill(packet, (byte) 0);
    }
}
