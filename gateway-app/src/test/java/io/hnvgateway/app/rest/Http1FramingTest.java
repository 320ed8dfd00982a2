package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http1FramingTest {
    private static final String HEAD = "PUT /a HTTP/1.1\r\nHost: h\r\n";

    private final Http1Framing framing = new Http1Framing();

    private @Nullable String feed(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            i += framing.skip(bytes.length - i);
            if (i < bytes.length) {
                String fault = framing.next(bytes[i]);
                if (fault != null) {
                    return fault;
                }
            }
        }
        return null;
    }

    @Test
    void findsTheEndOfEachRequest() {
        String three =
                "GET /x?y=1 HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n"
                        + HEAD
                        + "Content-Length: 5\r\n\r\n\r\n\r\nx"
                        + HEAD
                        + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";
        assertThat(feed(three + three)).isNull();
        assertThat(framing.requests()).isEqualTo(6);
    }

    static Stream<String> smuggling() {
        return Stream.of(
                HEAD + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
                HEAD + "Content-Length: 1\r\nContent-Length: 1\r\n",
                HEAD + "Content-Length: 1\r\nContent-Length: 2\r\n",
                HEAD + "Content-Length: 1, 1\r\n",
                HEAD + "Content-Length: +1\r\n",
                HEAD + "Content-Length: 0x1\r\n",
                HEAD + "Content-Length: -1\r\n",
                HEAD + "Content-Length:\r\n",
                HEAD + "Content-Length: 99999999999\r\n",
                HEAD + "Transfer-Encoding: xchunked\r\n",
                HEAD + "Transfer-Encoding: chunked, identity\r\n",
                HEAD + "Transfer-Encoding: gzip, chunked\r\n",
                HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                HEAD + "Transfer-Encoding : chunked\r\n",
                HEAD + " Transfer-Encoding: chunked\r\n",
                HEAD + "X: a\r\n folded\r\n",
                HEAD + "X: a\n",
                HEAD + "X: a\rb\r\n",
                HEAD + "X: a\0b\r\n",
                HEAD + "X\u00e9: a\r\n",
                HEAD + "X\r\n",
                HEAD + ": a\r\n",
                HEAD + "Host: other\r\n",
                "GET /a HTTP/1.1\r\n\r\n",
                "GET /a HTTP/1.1\nHost: h\n\n",
                "GET  /a HTTP/1.1\r\n",
                "GET /a  HTTP/1.1\r\n",
                "GET\t/a HTTP/1.1\r\n",
                "GET /a HTTP/1.0\r\n",
                "GET /a HTTP/2.0\r\n",
                "GET /a\r\n",
                "PRI * HTTP/2.0\r\n",
                "get /a HTTP/1.1\r\n",
                "GET http://h/a HTTP/1.1\r\n",
                "CONNECT h:443 HTTP/1.1\r\n",
                "OPTIONS * HTTP/1.1\r\n",
                "\r\nGET /a HTTP/1.1\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n 3\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n0x3\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n-3\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n123456789\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n3\nabc",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 4\r\n",
                HEAD + "X: a\r\n".repeat(120),
                HEAD + "X: " + "a".repeat(20_000));
    }

    @ParameterizedTest
    @MethodSource("smuggling")
    void refusesWhatCouldBeReadInTwoWays(String text) {
        assertThat(feed(text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void comesToTheSameInPieces(int seed) {
        Random random = new Random(seed);
        String text = HEAD + "Content-Length: 300\r\n\r\n" + "\r\n\r\n".repeat(75) + HEAD + "\r\n";
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(40));
            assertThat(feed(text.substring(at, end))).isNull();
            at = end;
        }
        assertThat(framing.requests()).isEqualTo(2);
    }

    @Test
    void neverFailsOtherwise() {
        Random random = new Random(1);
        String alphabet = "GET /aHTTP1.:\r\n 0\tContent-Length";
        for (int i = 0; i < 2000; i++) {
            Http1Framing fresh = new Http1Framing();
            for (int k = 0; k < 200; k++) {
                byte next =
                        random.nextInt(4) == 0
                                ? (byte) random.nextInt(256)
                                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                if (fresh.next(next) != null) {
                    break;
                }
            }
        }
    }
}
