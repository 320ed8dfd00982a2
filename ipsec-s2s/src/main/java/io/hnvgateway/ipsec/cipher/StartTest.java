package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;

/// One known packet for each key length, opened, sealed again, and opened with a wrong bit: what a
/// provider must get right before it sees a key of an SA. The packets are of draft-mcgrew-gcm-test.
final class StartTest {
    private static final String KEY_128 = "4c80cdefbb5d10da906ac73c3613a6342e443b68";
    private static final String KEY_256 =
            "abbccddef00112233445566778899aababbccddef00112233445566778899aab11223344";

    /// SPI, sequence number (here whole, as it is authenticated), IV, text and ICV.
    private static final String PACKET_128 =
            "000043218765432100000000"
                    + "4956ed7e3b244cfe"
                    + "fecf537e729d5b07dc30df528dd22b768d1b98736696a6fd348509fa13ceac34"
                    + "cfa2436f14a3f3cf65925bf1f4a13c5d15b21e1884f5ff6247aeabb786b93bce"
                    + "61bc17d768fd9732459018148f6cbe722fd04796562dfdb4";

    private static final String PACKET_256 =
            "4a2cbfe300000002"
                    + "0102030405060708"
                    + "ff425c9b724599df7a3bcd510194e00d6a78107f1b0b1cbf06efae9d65a5d763"
                    + "748a637985771d347f0545659f14e99def842d8eb335f4eecfdbf831824b4c49"
                    + "15956c96";

    private static final int ICV_BYTES = 16;
    private static final int IV_BYTES = 8;

    private StartTest() {}

    static boolean passes(CipherSource source) {
        return passes(source, EspTransform.AES_GCM_128, KEY_128, PACKET_128, 12)
                && passes(source, EspTransform.AES_GCM_256, KEY_256, PACKET_256, 8);
    }

    private static boolean passes(
            CipherSource source, EspTransform transform, String key, String hex, int headBytes) {
        byte[] keyBytes = HexFormat.of().parseHex(key);
        byte[] packet = HexFormat.of().parseHex(hex);
        CipherKeys keys = new CipherKeys(new SaParameters.Keys(transform, keyBytes, new byte[0]));
        try (Arena arena = Arena.ofConfined();
                AesGcm gcm = source.gcm(keys, new Scratch())) {
            MemorySegment memory = arena.allocate(packet.length + AesGcm.NONCE_BYTES, Long.BYTES);
            Memory.register(memory);
            try {
                MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, 0, packet.length);
                return passes(gcm, memory, keys.salt(), headBytes, packet);
            } finally {
                Memory.unregister(memory);
            }
        }
    }

    private static boolean passes(
            AesGcm gcm, MemorySegment memory, int salt, int headBytes, byte[] packet) {
        long head = memory.address();
        long text = head + headBytes + IV_BYTES;
        int bytes = packet.length - headBytes - IV_BYTES - ICV_BYTES;
        long nonce = head + packet.length;
        Memory.put32(nonce, salt);
        Memory.copy(head + headBytes, nonce + 4, IV_BYTES);
        if (!gcm.open(nonce, head, headBytes, text, bytes, text + bytes)
                || Memory.u8(text) != 0x45) {
            return false;
        }
        gcm.seal(nonce, head, headBytes, text, bytes, text + bytes);
        byte[] sealed = memory.asSlice(0, packet.length).toArray(ValueLayout.JAVA_BYTE);
        Memory.put8(text, Memory.u8(text) ^ 1);
        return Arrays.equals(sealed, packet)
                && !gcm.open(nonce, head, headBytes, text, bytes, text + bytes);
    }
}
