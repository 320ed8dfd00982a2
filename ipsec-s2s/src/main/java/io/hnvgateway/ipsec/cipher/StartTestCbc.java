package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;

/// As [StartTest] for AES-CBC with HMAC: known texts of RFC 3602 §4 (case 1) and NIST SP 800-38A
/// F.2.5, and "Hi There" of RFC 2202 and RFC 4231 (case 1).
final class StartTestCbc {
    private static final byte[] GREETING = {'H', 'i', ' ', 'T', 'h', 'e', 'r', 'e'};
    private static final byte GREETING_KEY = 0x0b;
    private static final int GREETING_KEY_BYTES = 20;

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes them
    private enum Known {
        AES_128(
                EspTransform.AES_CBC_128_SHA1,
                "06a9214036b8a15b512e03d534120006",
                "3dafba429d9eb430b422da802c9fac41",
                "53696e676c6520626c6f636b206d7367",
                "e353779c1079aeb82708942dbe77181a",
                "b617318655057264e28bc0b6fb378c8ef146be00"),
        AES_256(
                EspTransform.AES_CBC_256_SHA256,
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "000102030405060708090a0b0c0d0e0f",
                "6bc1bee22e409f96e93d7e117393172a",
                "f58c4c04d6e5f1ba779eabfb5f7bfbd6",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        AES_128_SHA384(
                EspTransform.AES_CBC_128_SHA384,
                "06a9214036b8a15b512e03d534120006",
                "3dafba429d9eb430b422da802c9fac41",
                "53696e676c6520626c6f636b206d7367",
                "e353779c1079aeb82708942dbe77181a",
                "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
                        + "faea9ea9076ede7f4af152e8b2fa9cb6");

        private final EspTransform transform;
        private final byte[] key;
        private final byte[] iv;
        private final byte[] plain;
        private final byte[] cipher;
        private final byte[] mac;

        Known(
                EspTransform transform,
                String key,
                String iv,
                String plain,
                String cipher,
                String mac) {
            this.transform = transform;
            this.key = HexFormat.of().parseHex(key);
            this.iv = HexFormat.of().parseHex(iv);
            this.plain = HexFormat.of().parseHex(plain);
            this.cipher = HexFormat.of().parseHex(cipher);
            this.mac = HexFormat.of().parseHex(mac);
        }

        /// Zeros behind a key are no other key to an HMAC (RFC 2104 §2).
        private CipherKeys keys() {
            byte[] integrity = new byte[transform.integrityKeyBytes()];
            Arrays.fill(integrity, 0, GREETING_KEY_BYTES, GREETING_KEY);
            return new CipherKeys(new SaParameters.Keys(transform, key, integrity));
        }
    }

    private StartTestCbc() {}

    static boolean passes(CipherSource source) {
        for (Known known : Known.values()) {
            if (!passes(source, known)) {
                return false;
            }
        }
        return true;
    }

    private static boolean passes(CipherSource source, Known known) {
        try (Arena arena = Arena.ofConfined();
                AesCbcHmac cipher = source.cbc(known.keys(), new Scratch())) {
            MemorySegment memory = arena.allocate(128, Long.BYTES);
            Memory.register(memory);
            try {
                return encrypts(cipher, memory, known)
                        && decrypts(cipher, memory, known)
                        && authenticates(cipher, memory, known);
            } finally {
                Memory.unregister(memory);
            }
        }
    }

    /// The chain begins with zeros: what encrypts to the wanted IV is that, decrypted under zeros.
    private static boolean encrypts(AesCbcHmac cipher, MemorySegment memory, Known known) {
        long zeros = put(memory, 0, new byte[AesCbcHmac.BLOCK_BYTES]);
        long first = put(memory, AesCbcHmac.BLOCK_BYTES, known.iv);
        cipher.decrypt(zeros, first, AesCbcHmac.BLOCK_BYTES);
        put(memory, 2 * AesCbcHmac.BLOCK_BYTES, known.plain);
        cipher.encrypt(first, 2 * AesCbcHmac.BLOCK_BYTES);
        return holds(memory, AesCbcHmac.BLOCK_BYTES, known.iv)
                && holds(memory, 2 * AesCbcHmac.BLOCK_BYTES, known.cipher);
    }

    private static boolean decrypts(AesCbcHmac cipher, MemorySegment memory, Known known) {
        long iv = put(memory, 0, known.iv);
        long text = put(memory, AesCbcHmac.BLOCK_BYTES, known.cipher);
        cipher.decrypt(iv, text, AesCbcHmac.BLOCK_BYTES);
        return holds(memory, AesCbcHmac.BLOCK_BYTES, known.plain);
    }

    /// In one piece, and with its last four bytes apart.
    private static boolean authenticates(AesCbcHmac cipher, MemorySegment memory, Known known) {
        long greeting = put(memory, 0, GREETING);
        int macAt = 2 * AesCbcHmac.BLOCK_BYTES;
        long mac = put(memory, macAt, new byte[AesCbcHmac.MAX_MAC_BYTES]);
        cipher.authenticate(greeting, GREETING.length, 0, mac);
        boolean whole = holds(memory, macAt, known.mac);
        put(memory, macAt, new byte[AesCbcHmac.MAX_MAC_BYTES]);
        int head = GREETING.length - Integer.BYTES;
        cipher.authenticate(greeting, head, greeting + head, mac);
        return whole && holds(memory, macAt, known.mac);
    }

    private static long put(MemorySegment memory, int at, byte[] bytes) {
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, bytes.length);
        return memory.address() + at;
    }

    private static boolean holds(MemorySegment memory, int at, byte[] expected) {
        byte[] found = memory.asSlice(at, expected.length).toArray(ValueLayout.JAVA_BYTE);
        return Arrays.equals(found, expected);
    }
}
