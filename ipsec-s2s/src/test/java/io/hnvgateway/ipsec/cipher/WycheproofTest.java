package io.hnvgateway.ipsec.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Project Wycheproof's AES-GCM vectors, those with a nonce of 12 bytes and an ICV of 16. No
/// package carries them: `-Dhnv.wycheproof=…/aes_gcm_test.json` names the file, and without it the
/// test is skipped.
class WycheproofTest {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\" ?: ?(?:\"([^\"]*)\"|(\\d+))");

    static Stream<CipherProvider> providers() {
        return TestKeys.providers();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void everyVector(CipherProvider provider) throws IOException {
        String file = System.getProperty("hnv.wycheproof");
        assumeThat(file).as("-Dhnv.wycheproof").isNotNull();
        List<Map<String, String>> vectors = read(Path.of(Objects.requireNonNull(file)));

        assertThat(vectors).hasSizeGreaterThan(100);
        for (Map<String, String> vector : vectors) {
            assertThat(opens(provider, vector))
                    .as("%s", vector)
                    .isEqualTo(!"invalid".equals(vector.get("result")));
        }
    }

    private static boolean opens(CipherProvider provider, Map<String, String> vector) {
        byte[] text = hex(vector, "msg");
        byte[] sealed = HexFormat.of().parseHex(vector.get("ct") + vector.get("tag"));
        byte[] head = hex(vector, "aad");
        try (AesGcm gcm = GcmVectorsTest.gcm(provider, Objects.requireNonNull(vector.get("key")));
                NativeBytes nonce = NativeBytes.of(hex(vector, "iv"));
                NativeBytes associated = NativeBytes.of(head);
                NativeBytes packet = NativeBytes.of(sealed)) {
            long at = packet.address();
            boolean authentic =
                    gcm.open(
                            nonce.address(),
                            associated.address(),
                            head.length,
                            at,
                            text.length,
                            at + text.length);
            if (authentic) {
                assertThat(packet.get(0, text.length)).isEqualTo(text);
                gcm.seal(
                        nonce.address(),
                        associated.address(),
                        head.length,
                        at,
                        text.length,
                        at + text.length);
                assertThat(packet.get(0, sealed.length)).isEqualTo(sealed);
            }
            return authentic;
        }
    }

    private static byte[] hex(Map<String, String> vector, String field) {
        return HexFormat.of().parseHex(Objects.requireNonNull(vector.get(field)));
    }

    /// The file has a field on each line, and the sizes of a group stand before its vectors.
    private static List<Map<String, String>> read(Path file) throws IOException {
        List<Map<String, String>> vectors = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher field = FIELD.matcher(line);
            if (field.find()) {
                String value = field.group(2) == null ? field.group(3) : field.group(2);
                fields.put(field.group(1), value);
                if (field.group(1).equals("result") && fits(fields)) {
                    vectors.add(Map.copyOf(fields));
                }
            }
        }
        return vectors;
    }

    private static boolean fits(Map<String, String> fields) {
        return "96".equals(fields.get("ivSize"))
                && "128".equals(fields.get("tagSize"))
                && !"192".equals(fields.get("keySize"));
    }
}
