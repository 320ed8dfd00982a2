package io.hnvgateway.ipsec.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters.Keys;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.Memory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// ESP packets by each provider, opened by each other one.
class EspCiphersTest {
    private static final int LONGEST_TEXT_BYTES = 2000;
    private static final int SPI = 0x1230_0042;
    private static final long SEQUENCE = 0x1_8765_4321L;

    private final Random random = new Random(4303);

    @Test
    void anotherProviderThanTheJdkIsHere() {
        assertThat(TestKeys.providers()).contains(CipherProvider.OPENSSL, CipherProvider.JCE);
    }

    @Test
    void takesTheBest() {
        EspCiphers best = EspCiphers.best(1);

        assertThat(best.gcmProvider()).isEqualTo(TestKeys.providers().findFirst().orElseThrow());
        assertThat(best.cbcProvider()).isEqualTo(CipherProvider.OPENSSL);
    }

    static Stream<Arguments> pairs() {
        List<CipherProvider> providers = TestKeys.providers().toList();
        return Stream.of(EspTransform.values())
                .flatMap(transform ->
                        providers.stream()
                                .flatMap(from ->
                                        providers.stream()
                                                .map(to -> Arguments.of(transform, from, to))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatOneSealsTheOtherOpens(EspTransform transform, CipherProvider from, CipherProvider to) {
        for (boolean extended : new boolean[] {false, true}) {
            Keys keys = TestKeys.random(transform, 1);
            try (EspCipher sealing = cipher(from, keys, extended);
                    EspCipher opening = cipher(to, keys, extended);
                    NativeBytes packet = new NativeBytes(LONGEST_TEXT_BYTES + 128)) {
                for (int bytes = transform.alignmentBytes();
                        bytes <= LONGEST_TEXT_BYTES;
                        bytes += transform.alignmentBytes()) {
                    carries(transform, sealing, opening, packet, bytes, SEQUENCE + bytes);
                }
            }
        }
    }

    private void carries(
            EspTransform transform,
            EspCipher sealing,
            EspCipher opening,
            NativeBytes packet,
            int bytes,
            long sequence) {
        byte[] text = new byte[bytes];
        random.nextBytes(text);
        int head = EspHeader.BYTES + transform.ivBytes();
        int end = head + bytes + transform.icvBytes();
        EspHeader.write(packet.address(), SPI, (int) sequence);
        packet.put(head, text);
        packet.put(end, new byte[] {77});

        sealing.seal(packet.address(), bytes, sequence);
        assertThat(packet.get(head, bytes)).isNotEqualTo(text);
        assertThat(packet.get(end, 1)).as("what lies behind").containsExactly(77);

        assertThat(opening.open(packet.address(), bytes, sequence)).isTrue();
        assertThat(packet.get(head, bytes)).isEqualTo(text);
        assertThat(packet.get(end, 1)).containsExactly(77);
    }

    static Stream<Arguments> ciphers() {
        return Stream.of(EspTransform.values())
                .flatMap(each -> TestKeys.providers().map(to -> Arguments.of(each, to)));
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void anyBitChangedOnTheWayIsFound(EspTransform transform, CipherProvider provider) {
        Keys keys = TestKeys.random(transform, 2);
        int textBytes = 48;
        int bytes = EspHeader.BYTES + transform.ivBytes() + textBytes + transform.icvBytes();
        try (EspCipher sealing = cipher(provider, keys, true);
                EspCipher opening = cipher(provider, keys, true);
                NativeBytes packet = new NativeBytes(bytes)) {
            EspHeader.write(packet.address(), SPI, (int) SEQUENCE);
            sealing.seal(packet.address(), textBytes, SEQUENCE);
            byte[] sealed = packet.get(0, bytes);
            for (int bit = 0; bit < 8 * bytes; bit++) {
                packet.put(0, sealed);
                packet.flip(bit);
                long low = Integer.toUnsignedLong(EspHeader.sequence(packet.address()));
                assertThat(opening.open(packet.address(), textBytes, SEQUENCE >>> 32 << 32 | low))
                        .as("bit %d", bit)
                        .isFalse();
            }
            packet.put(0, sealed);
            assertThat(opening.open(packet.address(), textBytes, SEQUENCE)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void theHighHalfOfTheSequenceNumberIsAuthenticated(
            EspTransform transform, CipherProvider provider) {
        Keys keys = TestKeys.random(transform, 3);
        try (EspCipher cipher = cipher(provider, keys, true);
                NativeBytes packet = new NativeBytes(256)) {
            EspHeader.write(packet.address(), SPI, (int) SEQUENCE);
            cipher.seal(packet.address(), 32, SEQUENCE);

            assertThat(cipher.open(packet.address(), 32, SEQUENCE + (1L << 32))).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void noTwoPacketsHaveTheSameIv(EspTransform transform, CipherProvider provider) {
        Set<String> seen = new HashSet<>();
        try (EspCipher cipher = cipher(provider, TestKeys.random(transform, 4), false);
                NativeBytes packet = new NativeBytes(256)) {
            for (long sequence = 1; sequence <= 1000; sequence++) {
                EspHeader.write(packet.address(), SPI, (int) sequence);
                cipher.seal(packet.address(), 16, sequence);
                seen.add(Arrays.toString(packet.get(EspHeader.BYTES, transform.ivBytes())));
            }
        }
        assertThat(seen).hasSize(1000);
    }

    /// A counter would be seen in CBC's IV; half of the bits change from one to the next.
    @Test
    void anIvOfCbcTellsNothingOfTheNext() {
        int changed = 0;
        try (EspCipher cipher =
                        cipher(
                                CipherProvider.OPENSSL,
                                TestKeys.random(EspTransform.AES_CBC_128_SHA256, 5),
                                false);
                NativeBytes packet = new NativeBytes(256)) {
            long before = 0;
            for (long sequence = 1; sequence <= 1000; sequence++) {
                cipher.seal(packet.address(), 16, sequence);
                long iv = Memory.u64(packet.address() + EspHeader.BYTES);
                changed += sequence == 1 ? 0 : Long.bitCount(iv ^ before);
                before = iv;
            }
        }
        assertThat(changed / 999.0).isBetween(30.0, 34.0);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnotherLengthIsRefusedWithoutShowingIt(EspTransform transform) {
        byte[] secret = new byte[transform.encryptionKeyBytes() - 1];
        Arrays.fill(secret, (byte) 99);
        Keys keys = new Keys(transform, secret, new byte[transform.integrityKeyBytes()]);

        assertThatThrownBy(() -> cipher(CipherProvider.JCE, keys, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("99");
    }

    private static EspCipher cipher(CipherProvider provider, Keys keys, boolean extended) {
        return EspCiphers.of(provider, 1).create(TestKeys.parameters(keys, extended), 0);
    }
}
