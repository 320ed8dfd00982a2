package io.hnvgateway.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLineTest {
    private static final int PIECE = 16 << 10;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE, 5 * PIECE + 7})
    void givesBackWhatCameInAndStartsAnew(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        RequestLine line = new RequestLine();
        for (int round = 0; round < 2; round++) {
            for (byte next : bytes) {
                line.add(next);
            }
            assertThat(line.length()).isEqualTo(length);
            InputStream content = line.content();
            if (length > 0) {
                assertThat(content.read()).isEqualTo(bytes[0] & 0xff);
            }
            assertThat(content.readAllBytes())
                    .endsWith(tail(bytes))
                    .hasSize(Math.max(0, length - 1));
            assertThat(content.read()).isEqualTo(-1);
            line.clear();
        }
    }

    private static byte[] tail(byte[] bytes) {
        return bytes.length == 0 ? bytes : java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
    }
}
