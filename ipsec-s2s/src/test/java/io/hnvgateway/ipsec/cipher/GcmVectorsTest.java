package io.hnvgateway.ipsec.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters.Keys;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Known answers: the ESP packets of draft-mcgrew-gcm-test-01 and the test cases of the GCM
/// specification (McGrew and Viega, appendix B), with every provider.
class GcmVectorsTest {
    record Vector(
            String name, String key, String nonce, String associated, String text, String out) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Vector[] VECTORS = {
        new Vector(
                "draft-mcgrew-gcm-test: 128 bits, extended sequence number",
                "4c80cdefbb5d10da906ac73c3613a634",
                "2e443b684956ed7e3b244cfe",
                "000043218765432100000000",
                "45000048699a000080114db7c0a80102c0a801010a9bf15638d3010000010000"
                        + "00000000045f736970045f756470037369700963796265726369747902646b00"
                        + "0021000101020201",
                "fecf537e729d5b07dc30df528dd22b768d1b98736696a6fd348509fa13ceac34"
                        + "cfa2436f14a3f3cf65925bf1f4a13c5d15b21e1884f5ff6247aeabb786b93bce"
                        + "61bc17d768fd9732459018148f6cbe722fd04796562dfdb4"),
        new Vector(
                "draft-mcgrew-gcm-test: 128 bits",
                "feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "0000a5f80000000a",
                "4500003e698f000080114dccc0a80102c0a801010a980035002a2343b2d00100"
                        + "0001000000000000037369700963796265726369747902646b00000100010001",
                "deb22cd9b07c72c16e3a65beeb8df304a5a5897d33ae530f1ba76d5d114d2a5c"
                        + "3de81827c10e9a4f51330d0eec416642cfbb85a5b47e48a4ec3b9ba95d918bd1"
                        + "83b70d3aa8bc6ee4c309e9d85a41ad4a"),
        new Vector(
                "draft-mcgrew-gcm-test: 256 bits",
                "abbccddef00112233445566778899aababbccddef00112233445566778899aab",
                "112233440102030405060708",
                "4a2cbfe300000002",
                "4500003069a6400080062690c0a801029389155e0a9e008b2dc57ee000000000"
                        + "7002400020bf0000020405b40101040201020201",
                "ff425c9b724599df7a3bcd510194e00d6a78107f1b0b1cbf06efae9d65a5d763"
                        + "748a637985771d347f0545659f14e99def842d8eb335f4eecfdbf831824b4c49"
                        + "15956c96"),
        new Vector(
                "GCM specification, test case 4",
                "feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
                        + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
                        + "5bc94fbc3221a5db94fae95ae7121a47"),
        new Vector(
                "GCM specification, test case 16",
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b"),
    };

    static Stream<Arguments> cases() {
        return TestKeys.providers()
                .flatMap(each -> Stream.of(VECTORS).map(vector -> Arguments.of(each, vector)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sealsAndOpens(CipherProvider provider, Vector vector) {
        HexFormat hex = HexFormat.of();
        byte[] text = hex.parseHex(vector.text);
        byte[] out = hex.parseHex(vector.out);
        try (AesGcm gcm = gcm(provider, vector.key);
                NativeBytes nonce = NativeBytes.of(hex.parseHex(vector.nonce));
                NativeBytes associated = NativeBytes.of(hex.parseHex(vector.associated));
                NativeBytes packet = new NativeBytes(out.length)) {
            long at = packet.address();
            int headBytes = vector.associated.length() / 2;
            packet.put(0, text);

            gcm.seal(
                    nonce.address(),
                    associated.address(),
                    headBytes,
                    at,
                    text.length,
                    at + text.length);
            assertThat(packet.get(0, out.length)).isEqualTo(out);

            assertThat(
                            gcm.open(
                                    nonce.address(),
                                    associated.address(),
                                    headBytes,
                                    at,
                                    text.length,
                                    at + text.length))
                    .isTrue();
            assertThat(packet.get(0, text.length)).isEqualTo(text);
        }
    }

    static AesGcm gcm(CipherProvider provider, String key) {
        EspTransform transform =
                key.length() == 32 ? EspTransform.AES_GCM_128 : EspTransform.AES_GCM_256;
        byte[] material = HexFormat.of().parseHex(key + "00000000");
        Keys keys = new Keys(transform, material, new byte[0]);
        return EspCiphers.source(provider).gcm(new CipherKeys(keys), new Scratch());
    }
}
