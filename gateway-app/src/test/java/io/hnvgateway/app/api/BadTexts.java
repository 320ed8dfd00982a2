package io.hnvgateway.app.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Bodies that break parsers, by what is wrong with them.
final class BadTexts {
    private static final int DEEP = 100_000;

    private BadTexts() {}

    /// No JSON, or more of it than anybody has to take.
    static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        String whole = "{\"properties\":{\"a\":\"b\"}}";
        for (String text :
                List.of(
                        " \t\r\n",
                        "{",
                        "}",
                        "nul",
                        "{'properties':{}}",
                        "{\"properties\":{},}",
                        "{\"properties\":{}}}",
                        "{\"properties\":{}} {}",
                        "{\"properties\":{}} // all",
                        "/* all */ {\"properties\":{}}",
                        "{properties:{}}",
                        "{\"properties\" {}}",
                        "{\"properties\":NaN}",
                        "{\"properties\":-Infinity}",
                        "{\"properties\":0x10}",
                        "{\"properties\":01}",
                        "{\"properties\":+1}",
                        "{\"properties\":1.}",
                        "{\"properties\":\"a\nb\"}",
                        "{\"properties\":\"\\x41\"}",
                        "{\"properties\":\"\\u12\"}",
                        "{\"properties\":{},\"properties\":{}}",
                        "{\"properties\":{},\"Properties\":{}}",
                        "[]",
                        "[[{}]]",
                        "7",
                        "-0.0",
                        "1e999999999",
                        "\"text\"",
                        "null",
                        "true",
                        "{\"properties\":null}",
                        "<properties/>",
                        "properties=1&x=2")) {
            all.put(text.strip().isEmpty() ? "blanks" : text, text.getBytes(UTF_8));
        }
        for (int length = 1; length < whole.length(); length += 3) {
            all.put("ends after " + length, whole.substring(0, length).getBytes(UTF_8));
        }
        all.put("lists in lists", "[".repeat(DEEP).getBytes(UTF_8));
        all.put(
                "objects in objects",
                ("{\"properties\":".repeat(DEEP) + "1" + "}".repeat(DEEP)).getBytes(UTF_8));
        all.put("deep in a property", deep("{\"properties\":{\"a\":", "}}"));
        all.put("a number of 100,000 digits", number("1".repeat(DEEP)));
        all.put("a fraction of 100,000 digits", number("0." + "1".repeat(DEEP)));
        all.put("a huge exponent", number("1e2147483648"));
        all.put("a key of 100,000", ("{\"" + "k".repeat(DEEP) + "\":1}").getBytes(UTF_8));
        all.put(
                "a text of 1 MB",
                ("{\"properties\":\"" + "t".repeat(1 << 20) + "\"}").getBytes(UTF_8));
        for (String bytes :
                List.of(
                        "\u00c3(",
                        "\u00ff",
                        "\u00f5\u0080\u0080\u0080",
                        "\u00e2\u0082",
                        "\u00c0\u00af",
                        "\u00ed\u00a0\u0080",
                        "\u0000")) {
            all.put(
                    "octets " + printable(bytes),
                    ("{\"properties\":{\"a" + bytes + "\":\"" + bytes + "\"}}")
                            .getBytes(ISO_8859_1));
        }
        for (String escape : List.of("\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800x")) {
            all.put(
                    "half a character " + escape,
                    ("{\"properties\":{},\"tags\":{\"a\":\"" + escape + "\"}}").getBytes(UTF_8));
            all.put(
                    "half a character in a key " + escape,
                    ("{\"properties\":{},\"" + escape + "\":1}").getBytes(UTF_8));
            all.put(
                    "half a character in an id " + escape,
                    ("{\"resourceId\":\"" + escape + "\",\"properties\":{}}").getBytes(UTF_8));
        }
        all.put("a mark and nothing", "\ufeff".getBytes(UTF_8));
        all.put("two marks", "\ufeff\ufeff{}".getBytes(UTF_8));
        all.put("half of UTF-16", Arrays.copyOf("{}".getBytes(UTF_16LE), 3));
        all.put("UTF-32 beyond Unicode", new byte[] {0, 0, 0, '{', 0x7f, 0, 0, 0});
        all.put("NUL", new byte[1000]);
        all.put("compressed", compressed(whole.getBytes(UTF_8)));
        return all;
    }

    private static byte[] deep(String before, String after) {
        return (before + "[".repeat(DEEP) + "]".repeat(DEEP) + after).getBytes(UTF_8);
    }

    private static byte[] number(String digits) {
        return ("{\"properties\":{\"n\":" + digits + "}}").getBytes(UTF_8);
    }

    static String printable(String bytes) {
        StringBuilder hex = new StringBuilder();
        bytes.chars().forEach(octet -> hex.append("%02x".formatted(octet)));
        return hex.toString();
    }

    private static byte[] compressed(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
