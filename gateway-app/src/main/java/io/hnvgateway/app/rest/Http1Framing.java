package io.hnvgateway.app.rest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Follows the bytes of an HTTP/1.1 connection (RFC 9112) and finds where each request ends, by
/// rules that leave no two ways to read it: no second request can hide in the first. Stricter than
/// the RFC, which lets servers repair:
///
/// ```
///   METHOD SP target SP HTTP/1.1 CRLF     name: value CRLF …  CRLF     body
/// ```
///
/// lines end with CRLF; no line is continued; one `Host`; one `Content-Length` of digits, or one
/// `Transfer-Encoding: chunked`, never both; chunks without extensions or trailers. Used by one
/// thread.
final class Http1Framing {
    static final int HEAD_BYTES = 16 << 10;
    private static final int MAX_FIELDS = 100;
    private static final int MAX_METHOD = 16;
    private static final int MAX_LENGTH_DIGITS = 10;
    private static final int MAX_CHUNK_DIGITS = 8;
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private enum Part {
        REQUEST_LINE,
        FIELDS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        LAST_CHUNK_END
    }

    private final StringBuilder line = new StringBuilder();
    private Part part = Part.REQUEST_LINE;
    private boolean carriageReturn;
    private int headBytes;
    private int fields;
    private int hosts;
    private boolean chunked;
    private long length = -1;
    private long left;
    private long requests;

    /// Requests of which the head is complete.
    long requests() {
        return requests;
    }

    /// Null: it goes on well; else why it cannot, for the client.
    @Nullable String next(byte octet) {
        if (part == Part.BODY || part == Part.CHUNK) {
            body();
            return null;
        }
        int c = octet & 0xff;
        if (carriageReturn) {
            carriageReturn = false;
            if (c != '\n') {
                return "a carriage return stands alone";
            }
            String complete = line.toString();
            line.setLength(0);
            return line(complete);
        }
        if (c == '\r') {
            carriageReturn = true;
            return null;
        }
        if (c == '\n') {
            return "a line feed stands alone";
        }
        if (++headBytes > HEAD_BYTES) {
            return "the head is longer than " + HEAD_BYTES + " bytes";
        }
        if ((c < ' ' && c != '\t') || c >= 0x7f) {
            return "there is a control character, or one beyond ASCII";
        }
        line.append((char) c);
        return null;
    }

    /// How many bytes from here on belong to a body, of those that are there: they need not be
    /// looked at one by one.
    int skip(int there) {
        if (part != Part.BODY && part != Part.CHUNK) {
            return 0;
        }
        int skipped = (int) Math.min(left - 1, there);
        left -= skipped;
        return skipped;
    }

    private void body() {
        if (--left == 0) {
            if (part == Part.BODY) {
                begin();
            } else {
                part = Part.CHUNK_END;
            }
        }
    }

    private void begin() {
        part = Part.REQUEST_LINE;
        headBytes = 0;
        fields = 0;
        hosts = 0;
        chunked = false;
        length = -1;
    }

    private @Nullable String line(String text) {
        return switch (part) {
            case REQUEST_LINE -> requestLine(text);
            case FIELDS -> text.isEmpty() ? endOfHead() : field(text);
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> {
                part = Part.CHUNK_SIZE;
                headBytes = 0;
                yield text.isEmpty() ? null : "a chunk is longer than it says";
            }
            case LAST_CHUNK_END -> {
                begin();
                yield text.isEmpty() ? null : "trailers are not taken";
            }
            case BODY, CHUNK -> throw new IllegalStateException("no lines in " + part);
        };
    }

    private @Nullable String requestLine(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        if (first < 1 || second < 0 || text.indexOf('\t') >= 0) {
            return "the request line is not METHOD target HTTP/1.1";
        }
        if (!text.substring(second + 1).equals("HTTP/1.1")) {
            return "the version is not HTTP/1.1";
        }
        if (first > MAX_METHOD
                || !text.substring(0, first).chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            return "the method is none";
        }
        if (RequestTarget.parse(text.substring(first + 1, second)) == null) {
            return "the path is not one that can be taken";
        }
        part = Part.FIELDS;
        return null;
    }

    private @Nullable String field(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || !text.substring(0, colon).chars().allMatch(Http1Framing::isToken)) {
            return "a header field is not name: value";
        }
        if (++fields > MAX_FIELDS) {
            return "there are more than " + MAX_FIELDS + " header fields";
        }
        String value = text.substring(colon + 1).strip();
        return switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "host" -> ++hosts > 1 ? "Host stands twice" : null;
            case "content-length" -> contentLength(value);
            case "transfer-encoding" -> transferEncoding(value);
            default -> null;
        };
    }

    private @Nullable String contentLength(String value) {
        if (length >= 0) {
            return "Content-Length stands twice";
        }
        boolean digits = value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || value.isEmpty() || value.length() > MAX_LENGTH_DIGITS) {
            return "Content-Length is not a number of bytes";
        }
        length = Long.parseLong(value);
        return null;
    }

    private @Nullable String transferEncoding(String value) {
        if (chunked || !value.equalsIgnoreCase("chunked")) {
            return "Transfer-Encoding must be chunked, once";
        }
        chunked = true;
        return null;
    }

    private @Nullable String endOfHead() {
        if (hosts != 1) {
            return "Host is missing";
        }
        if (chunked && length >= 0) {
            return "Content-Length and Transfer-Encoding stand together";
        }
        requests++;
        if (chunked) {
            part = Part.CHUNK_SIZE;
            headBytes = 0;
        } else if (length > 0) {
            part = Part.BODY;
            left = length;
        } else {
            begin();
        }
        return null;
    }

    private @Nullable String chunkSize(String text) {
        boolean digits = text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        if (!digits || text.isEmpty() || text.length() > MAX_CHUNK_DIGITS) {
            return "the size of a chunk is none";
        }
        left = Long.parseLong(text, 16);
        part = left == 0 ? Part.LAST_CHUNK_END : Part.CHUNK;
        return null;
    }

    private static boolean isToken(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
